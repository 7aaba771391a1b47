package io.github.taskhost.autoconfigure.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SpringCronTimes}, with the days in Berlin on which the clock is
 * changed.
 */
class SpringCronTimesTests {

	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	private final SpringCronTimes times = new SpringCronTimes();

	private List<String> next(String expression, String after, int count) {
		List<String> found = new ArrayList<>();
		Instant time = Instant.parse(after);
		for (int i = 0; i < count; i++) {
			time = this.times.next(expression, BERLIN, time);
			found.add(String.valueOf(time));
		}
		return found;
	}

	@Test
	void timesFollowTheZone() {
		assertThat(next("0 0 3 * * *", "2026-01-01T00:00:00Z", 2)).containsExactly("2026-01-01T02:00:00Z",
				"2026-01-02T02:00:00Z");
		assertThat(next("@daily", "2026-07-01T00:00:00Z", 1)).containsExactly("2026-07-01T22:00:00Z");
	}

	@Test
	void timeThatTheDayDoesNotHave() {
		// 02:00 to 03:00 is left out on 29 March 2026
		assertThat(next("0 30 2 * * *", "2026-03-28T12:00:00Z", 2)).containsExactly("2026-03-29T01:30:00Z",
				"2026-03-30T00:30:00Z");
		assertThat(next("0 30 2,3 * * *", "2026-03-28T12:00:00Z", 2)).containsExactly("2026-03-29T01:30:00Z",
				"2026-03-30T00:30:00Z");
	}

	@Test
	void timeThatTheDayHasTwice() {
		// 02:00 to 03:00 comes twice on 25 October 2026
		assertThat(next("0 30 2 * * *", "2026-10-24T12:00:00Z", 2)).containsExactly("2026-10-25T00:30:00Z",
				"2026-10-26T01:30:00Z");
		assertThat(next("0 30 2 * * *", "2026-10-25T01:10:00Z", 1)).containsExactly("2026-10-26T01:30:00Z");
	}

	@Test
	void hourlyTimesOfBothDays() {
		assertThat(next("0 30 * * * *", "2026-03-29T00:00:00Z", 3)).containsExactly("2026-03-29T00:30:00Z",
				"2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z");
		assertThat(next("0 30 * * * *", "2026-10-24T23:40:00Z", 3)).containsExactly("2026-10-25T00:30:00Z",
				"2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
		assertThat(next("@hourly", "2026-10-24T23:40:00Z", 3)).containsExactly("2026-10-25T00:00:00Z",
				"2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0 0 3 * *", "x", "0 0 25 * * *", "@never" })
	void wrongExpressionIsExplained(String expression) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.times.next(expression, BERLIN, Instant.EPOCH))
			.withMessageContainingAll("'" + expression + "'", "six fields");
	}

	@Test
	void impossibleDateHasNoTime() {
		assertThat(this.times.next("0 0 0 30 2 *", BERLIN, Instant.EPOCH)).isNull();
	}

}
