package io.github.taskhost.local.kind;

import java.time.Duration;
import java.util.Map;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.InvalidKindOptionException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.Rate;
import io.github.taskhost.kind.RateLimit;
import io.github.taskhost.kind.RateLimitScope;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Rate}, {@link RateLimit} and the checks of a host.
 */
class RateLimitOptionsTests {

	@ParameterizedTest
	@CsvSource({ "10/s, 10, PT1S, 10, PT0.1S", "600/m, 600, PT1M, 10, PT0.1S", "90/m, 90, PT1M, 1, PT0.666666666S",
			"1000/h, 1000, PT1H, 1, PT3.6S", "50/d, 50, PT24H, 1, PT28M48S", "' 5 / s ', 5, PT1S, 5, PT0.2S" })
	void ratesAreRead(String text, int permits, Duration period, int burst, Duration interval) {
		Rate rate = Rate.of(text);
		assertThat(rate).isEqualTo(new Rate(permits, period));
		assertThat(rate).hasToString(text.replace(" ", ""));
		assertThat(rate.interval()).isEqualTo(interval);
		assertThat(RateLimit.of(text).effectiveBurst()).isEqualTo(burst);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "10", "10/", "/s", "ten/s", "10/sec", "-1/s", "1.5/s", "0/s", "1000001/s", "10/s/s" })
	void otherTextsAreRefused(String text) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> Rate.of(text))
			.withMessageContaining("such as 10/s");
	}

	@Test
	void burstIsPositive() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> RateLimit.of("1/s").withBurst(0))
			.withMessageContaining("rate-limit-burst");
	}

	@Test
	void optionsOfTheApplicationAreMergedWithThoseInCode() {
		KindOptions code = KindOptions.NONE.withRateLimit(RateLimit.of("10/s").withPerSession(true));
		KindOptions own = KindOptions.NONE.withRateLimit(new RateLimit(null, 3, null, RateLimitScope.CLUSTER));
		assertThat(own.orElse(code).rateLimit())
			.isEqualTo(new RateLimit(Rate.of("10/s"), 3, true, RateLimitScope.CLUSTER));
		assertThat(own.orElse(KindOptions.NONE)).isEqualTo(own);
		assertThat(KindOptions.NONE.orElse(code)).isEqualTo(code);
	}

	@Test
	void hostWithoutLimitersRefusesARate() {
		LocalBackgroundTaskHost.Builder builder = builder(RateLimit.of("10/s"));
		assertThatExceptionOfType(InvalidKindOptionException.class).isThrownBy(builder::build)
			.withMessageContainingAll("Kind 'mail' sets rate-limit", "no rate limiter", "RateLimiters")
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("taskhost.kinds.mail.rate-limit"));
	}

	@Test
	void otherOptionsNeedARate() {
		LocalBackgroundTaskHost.Builder builder = builder(new RateLimit(null, 3, null, null))
			.rateLimiters((limit, nanoTime, news) -> {
				throw new AssertionError("not asked");
			});
		assertThatExceptionOfType(InvalidKindOptionException.class).isThrownBy(builder::build)
			.withMessageContainingAll("Kind 'mail'", "no rate", "10/s");
	}

	private static LocalBackgroundTaskHost.Builder builder(RateLimit limit) {
		return LocalBackgroundTaskHost.builder()
			.options(BackgroundTaskHostOptions.withDefaults()
				.withKinds(Map.of("mail", KindOptions.NONE.withRateLimit(limit))));
	}

}
