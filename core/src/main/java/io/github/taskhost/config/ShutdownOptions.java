package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * How the host stops.
 *
 * @param gracePeriod how long bodies may wind down before they are interrupted
 * @param interruptWait how long threads are awaited after that
 */
public record ShutdownOptions(Duration gracePeriod, Duration interruptWait) {

	/**
	 * Checks the times.
	 * @throws InvalidTaskArgumentException if one is negative
	 */
	public ShutdownOptions {
		Ranges.notNegative("shutdown.grace-period", gracePeriod);
		Ranges.notNegative("shutdown.interrupt-wait", interruptWait);
	}

	/**
	 * The defaults.
	 * @return options
	 */
	public static ShutdownOptions withDefaults() {
		return new ShutdownOptions(Duration.parse(TaskhostDefaults.SHUTDOWN_GRACE_PERIOD),
				Duration.parse(TaskhostDefaults.SHUTDOWN_INTERRUPT_WAIT));
	}

}
