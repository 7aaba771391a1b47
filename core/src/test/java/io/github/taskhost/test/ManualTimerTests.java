package io.github.taskhost.test;

import java.time.Duration;

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

}
