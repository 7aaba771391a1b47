package io.github.taskhost.autoconfigure.rate;

import java.time.Duration;

import io.github.taskhost.kind.Rate;
import io.github.taskhost.spi.RateLimiters.Limit;
import io.github.taskhost.spi.RateLimiters.Limiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BucketLimiters} and {@link BucketLimiter}.
 */
class BucketLimiterTests {

	/** The clock begins near its overflow, as that of a machine may do. */
	private long now = Long.MAX_VALUE - 1000;

	private Limiter limiter(String rate, int burst, boolean perSession) {
		Rate parsed = Rate.of(rate);
		return new BucketLimiters().limiter(
				new Limit("mail", parsed.permits(), parsed.period(), burst, perSession, false), () -> this.now, () -> {
				});
	}

	private void advance(long millis) {
		this.now += Duration.ofMillis(millis).toNanos();
	}

	@Test
	void permitsAreEvenlySpacedAfterTheBurst() {
		Limiter limiter = limiter("10/s", 3, false);
		for (int i = 0; i < 3; i++) {
			assertThat(limiter.take("s" + i)).isZero();
		}
		assertThat(limiter.take("s")).isEqualTo(Duration.ofMillis(100).toNanos());
		advance(99);
		assertThat(limiter.take("s")).isEqualTo(Duration.ofMillis(1).toNanos());
		advance(1);
		assertThat(limiter.take("s")).isZero();
		assertThat(limiter.take("s")).isEqualTo(Duration.ofMillis(100).toNanos());
		advance(3_600_000);
		for (int i = 0; i < 3; i++) {
			assertThat(limiter.take("s")).isZero();
		}
		assertThat(limiter.take("s")).isPositive();
	}

	@ParameterizedTest
	@CsvSource({ "10/s, 1, 100", "600/m, 10, 100", "1000/h, 1, 3600", "7/s, 1, 143", "3/d, 1, 28800000",
			"1/s, 5, 1000" })
	void noMorePermitsThanTheRateAndTheBurstAreTaken(String rate, int burst, long spacing) {
		Limiter limiter = limiter(rate, burst, false);
		int taken = 0;
		long millis = 100 * spacing;
		for (long passed = 0; passed <= millis; passed += spacing) {
			while (limiter.take("s") <= 0) {
				taken++;
			}
			advance(spacing);
		}
		Rate parsed = Rate.of(rate);
		long most = burst + millis * parsed.permits() / parsed.period().toMillis();
		assertThat(taken).isBetween((int) most - 1, (int) most);
	}

	@Test
	void permitThatWasGivenBackIsTakenAgain() {
		Limiter limiter = limiter("1/h", 1, false);
		assertThat(limiter.take("s")).isZero();
		limiter.giveBack("s");
		assertThat(limiter.take("t")).isZero();
		assertThat(limiter.take("t")).isEqualTo(Duration.ofHours(1).toNanos());
	}

	@Test
	void sessionsAreApartAndForgottenWhenTheirBucketIsFull() {
		BucketLimiter limiter = (BucketLimiter) limiter("1/s", 1, true);
		for (int i = 0; i < 5000; i++) {
			assertThat(limiter.take("s" + i)).isZero();
			assertThat(limiter.take("s" + i)).isPositive();
			advance(10);
		}
		assertThat(limiter.size()).isLessThan(1000);
	}

}
