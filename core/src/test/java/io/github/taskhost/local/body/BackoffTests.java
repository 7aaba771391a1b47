package io.github.taskhost.local.body;

import java.time.Duration;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Backoff}.
 */
class BackoffTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "8, 60", "1000, 60", "2147483647, 60" })
	void delayDoublesUpToTheLongest(int failures, long seconds) {
		assertThat(Backoff.wait(SECOND, 2, 0, MINUTE, failures)).hasSeconds(seconds);
	}

	@Test
	void multiplierOfOneKeepsTheDelay() {
		assertThat(Backoff.wait(SECOND, 1, 0, MINUTE, 1000)).isEqualTo(SECOND);
	}

	@RepeatedTest(100)
	void jitterVariesBothWaysWithinTheLongest() {
		assertThat(Backoff.wait(SECOND, 2, 0.2, MINUTE, 2)).isBetween(Duration.ofMillis(1600), Duration.ofMillis(2400));
		assertThat(Backoff.wait(SECOND, 2, 0.2, MINUTE, 50)).isBetween(Duration.ofSeconds(48), MINUTE);
	}

}
