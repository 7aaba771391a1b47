package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * How cancel requests are carried out.
 *
 * @param gracePeriod how long a body may wind down before it is interrupted
 * @param abandonAfter how long it may go on after that before its record is ended
 * @param escalate whether it is interrupted and abandoned at all
 * @param cascade whether a cancellation reaches the live descendants
 */
public record CancelOptions(Duration gracePeriod, Duration abandonAfter, boolean escalate, boolean cascade) {

	/**
	 * Checks the times.
	 * @throws InvalidTaskArgumentException if one is negative
	 */
	public CancelOptions {
		Ranges.notNegative("cancel.grace-period", gracePeriod);
		Ranges.notNegative("cancel.abandon-after", abandonAfter);
	}

	/**
	 * The defaults.
	 * @return options
	 */
	public static CancelOptions withDefaults() {
		return new CancelOptions(Duration.parse(TaskhostDefaults.CANCEL_GRACE_PERIOD),
				Duration.parse(TaskhostDefaults.CANCEL_ABANDON_AFTER),
				Boolean.parseBoolean(TaskhostDefaults.CANCEL_ESCALATE),
				Boolean.parseBoolean(TaskhostDefaults.CANCEL_CASCADE));
	}

}
