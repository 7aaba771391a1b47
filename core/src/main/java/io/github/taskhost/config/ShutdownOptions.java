package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Options of stopping the host ({@code taskhost.shutdown}).
 *
 * @param gracePeriod the time for bodies to wind down before they are interrupted; 0 or
 * more
 * @param interruptWait the time for which threads are awaited after their interrupt; 0 or
 * more
 */
public record ShutdownOptions(Duration gracePeriod, Duration interruptWait) {

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if a duration is negative
	 */
	public ShutdownOptions {
		Ranges.notNegative("shutdown.grace-period", gracePeriod);
		Ranges.notNegative("shutdown.interrupt-wait", interruptWait);
	}

	/**
	 * Returns the default options.
	 * @return the options
	 */
	public static ShutdownOptions withDefaults() {
		return new ShutdownOptions(Duration.parse(TaskhostDefaults.SHUTDOWN_GRACE_PERIOD),
				Duration.parse(TaskhostDefaults.SHUTDOWN_INTERRUPT_WAIT));
	}

}
