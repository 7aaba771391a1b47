package io.github.taskhost.local.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Alarms at instants. An alarm counts a duration, and the wall clock may be set
 * meanwhile: an alarm for an instant looks at the clock at regular intervals, and is set
 * again until the clock shows the instant.
 */
public final class WallClock {

	/**
	 * The longest time between two looks: an alarm is that late at most when the clock is
	 * set forward.
	 */
	private static final Duration LONGEST = Duration.ofMinutes(2);

	private WallClock() {
	}

	/** The delay until the next look; zero or negative when the instant has passed. */
	public static Duration untilLook(Instant now, Instant instant) {
		Duration left = Duration.between(now, instant);
		return (left.compareTo(LONGEST) > 0) ? LONGEST : left;
	}

}
