package io.github.taskhost.test;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ManualTimerTests {

	private final ManualTimer timer = new ManualTimer(new SettableClock(), Duration.ZERO);

	@Test
	void waitForAnActionThatIsNotScheduledEndsWithTheOthers() {
		this.timer.schedule(() -> {
		}, Duration.ofSeconds(1));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.timer.awaitScheduled(Duration.ofSeconds(3)))
			.withMessageContainingAll("due in PT3S", "[PT1S]");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.timer.awaitScheduled(Duration.ofSeconds(2), Duration.ofSeconds(3)))
			.withMessageContainingAll("due in PT2S to PT3S", "[PT1S]");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.timer.awaitTimesScheduled(Duration.ofSeconds(1), 2))
			.withMessageContaining("scheduled with a delay of PT1S for time 2");
	}

	@Test
	void actionThatIsScheduledIsNotWaitedFor() throws Exception {
		this.timer.schedule(() -> {
		}, Duration.ofSeconds(1));
		this.timer.awaitScheduled(Duration.ofSeconds(1));
		this.timer.awaitTimesScheduled(Duration.ofSeconds(1), 1);
		assertThat(this.timer.awaitScheduled(Duration.ZERO, Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void actionThatBecomesDueWhileItIsScheduledRuns() throws Exception {
		CyclicBarrier together = new CyclicBarrier(2);
		try (ExecutorService other = Executors.newSingleThreadExecutor()) {
			for (int i = 0; i < 20_000; i++) {
				ManualTimer fresh = new ManualTimer(new SettableClock(), Duration.ZERO);
				AtomicBoolean ran = new AtomicBoolean();
				Future<?> scheduled = other.submit(() -> {
					together.await();
					return fresh.schedule(() -> ran.set(true), Duration.ofSeconds(1));
				});
				together.await();
				fresh.advance(Duration.ofSeconds(1));
				scheduled.get();
				assertThat(ran.get() || fresh.isScheduled(Duration.ofSeconds(1))).as("round %d", i).isTrue();
			}
		}
	}

}
