package io.github.taskhost.local.time;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NanosTests {

	private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

	@Test
	void durationsUpToTheLongestAreExact() {
		assertThat(Nanos.of(Duration.ZERO)).isZero();
		assertThat(Nanos.of(Duration.ofSeconds(3, 7))).isEqualTo(3_000_000_007L);
		assertThat(Nanos.of(Duration.ofSeconds(-3))).isEqualTo(-3_000_000_000L);
	}

	@Test
	void sumsOfTwoDurationsAndDifferencesToReadingsDoNotOverflow() {
		long longest = Nanos.of(FOREVER);
		assertThat(Duration.ofNanos(longest)).isEqualTo(Duration.ofDays(140 * 365));
		assertThat(longest + longest).isPositive();
		assertThat(Nanos.of(FOREVER.negated())).isEqualTo(-longest);
		for (long reading : new long[] { Long.MIN_VALUE, -1, 0, Long.MAX_VALUE }) {
			assertThat(reading + longest - reading).isPositive();
			assertThat(reading - (reading - longest)).isEqualTo(longest);
		}
	}

}
