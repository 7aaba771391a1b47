package io.github.taskhost.schedule;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;

/**
 * The range of periods and delays of schedules.
 */
final class Periods {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofDays(3650);

	private Periods() {
	}

	static void check(String name, Duration duration) {
		if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
			throw new InvalidTaskArgumentException("The " + name + " " + duration
					+ " of a schedule is not valid: use a duration from 1 second to 3,650 days.");
		}
	}

}
