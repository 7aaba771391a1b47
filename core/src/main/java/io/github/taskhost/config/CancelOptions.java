package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Options of cancellation ({@code taskhost.cancel}).
 *
 * @param gracePeriod the time between a cancel request and the interrupt of a body; 0 or
 * more
 * @param abandonAfter the time between that interrupt and the end of the record as
 * abandoned; 0 or more
 * @param escalate whether bodies are interrupted and abandoned at all
 * @param cascade whether a cancellation reaches the live descendants
 */
public record CancelOptions(Duration gracePeriod, Duration abandonAfter, boolean escalate, boolean cascade) {

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if a duration is negative
	 */
	public CancelOptions {
		Ranges.notNegative("cancel.grace-period", gracePeriod);
		Ranges.notNegative("cancel.abandon-after", abandonAfter);
	}

	/**
	 * Returns the default options.
	 * @return the options
	 */
	public static CancelOptions withDefaults() {
		return new CancelOptions(Duration.parse(TaskhostDefaults.CANCEL_GRACE_PERIOD),
				Duration.parse(TaskhostDefaults.CANCEL_ABANDON_AFTER),
				Boolean.parseBoolean(TaskhostDefaults.CANCEL_ESCALATE),
				Boolean.parseBoolean(TaskhostDefaults.CANCEL_CASCADE));
	}

}
