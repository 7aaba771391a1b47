package io.github.taskhost.kind;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;

/**
 * A number of starts in a second, minute, hour or day. Immutable.
 *
 * @param permits the number of starts, 1 to 1,000,000
 * @param period the time in which they may happen, positive
 */
public record Rate(int permits, Duration period) {

	/** The largest number of starts in a period. */
	public static final int MAX_PERMITS = 1_000_000;

	private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,7})\\s*/\\s*([smhd])\\s*");

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if a value is out of its range
	 */
	public Rate {
		if (permits < 1 || permits > MAX_PERMITS || !period.isPositive()) {
			throw invalid(permits + " in " + period);
		}
	}

	/**
	 * Reads a rate.
	 * @param text a number, a slash and a unit: {@code 10/s}, {@code 600/m},
	 * {@code 1000/h} or {@code 50/d}
	 * @return the rate
	 * @throws InvalidTaskArgumentException if the text is not a rate
	 */
	public static Rate of(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			throw invalid(text);
		}
		return new Rate(Integer.parseInt(matcher.group(1)), switch (matcher.group(2)) {
			case "s" -> Duration.ofSeconds(1);
			case "m" -> Duration.ofMinutes(1);
			case "h" -> Duration.ofHours(1);
			default -> Duration.ofDays(1);
		});
	}

	private static InvalidOptionException invalid(String value) {
		return new InvalidOptionException("The rate limit of a kind", "rate-limit", value,
				"a number from 1 to 1,000,000, a slash, and s, m, h or d, such as 10/s");
	}

	/**
	 * Returns the mean time from one start to the next.
	 * @return the time, at least a nanosecond
	 */
	public Duration interval() {
		Duration interval = this.period.dividedBy(this.permits);
		return interval.isPositive() ? interval : Duration.ofNanos(1);
	}

	/**
	 * Returns the rate as text.
	 * @return {@code 10/s}; a period that has no unit in ISO-8601
	 */
	@Override
	public String toString() {
		return this.permits + "/" + switch ((int) Math.min(this.period.toSeconds(), Integer.MAX_VALUE)) {
			case 1 -> "s";
			case 60 -> "m";
			case 3600 -> "h";
			case 86400 -> "d";
			default -> this.period.toString();
		};
	}

}
