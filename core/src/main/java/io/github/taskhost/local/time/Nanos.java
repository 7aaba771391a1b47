package io.github.taskhost.local.time;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Conversion of durations of options and users to nanoseconds. Durations of more than
 * {@value #YEARS} years become that long: a reading of the monotonic clock plus or minus
 * one of them, and the sum of two of them, do not overflow.
 */
public final class Nanos {

	private static final long YEARS = 140;

	private static final long LONGEST = TimeUnit.DAYS.toNanos(YEARS * 365);

	private Nanos() {
	}

	/**
	 * Converts a duration.
	 * @param duration the duration
	 * @return its nanoseconds, at most 140 years of them, forward or back
	 */
	public static long of(Duration duration) {
		long nanos = TimeUnit.NANOSECONDS.convert(duration);
		return Math.max(-LONGEST, Math.min(nanos, LONGEST));
	}

}
