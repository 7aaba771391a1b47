package io.github.taskhost.local;

import io.github.taskhost.local.Soak.Reading;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A soak of a million tasks. Runs only with the profile {@code soak}, since it takes
 * minutes. The property {@code taskhost.soak.tasks} sets the number of tasks.
 */
class SoakRun {

	private static final int TASKS = Integer.getInteger("taskhost.soak.tasks", 1_000_000);

	private static final int RETAINED = 20_000;

	@Test
	void readingsAreEqualAfterTheFirstQuarterAndAtTheEnd() throws Exception {
		try (Soak soak = new Soak(RETAINED, (event) -> {
		})) {
			soak.work(TASKS / 4);
			Reading warm = soak.read();
			System.out.println("Soak, after a quarter: " + warm);
			soak.work(TASKS - TASKS / 4);
			Reading end = soak.read();
			System.out.println("Soak, at the end: " + end);
			assertThat(warm.live() + warm.hidden() + warm.unresponsive()).isZero();
			assertThat(warm.retained()).isEqualTo(RETAINED);
			assertThat(warm.sessions()).isEqualTo(1);
			assertThat(end.withoutHeap()).isEqualTo(warm.withoutHeap());
			assertThat(end.heap()).isCloseTo(warm.heap(), Percentage.withPercentage(5));
		}
	}

}
