package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * How the executors of kinds are called.
 *
 * @param timeout how long one call may take before it is interrupted and has failed
 * @param reconcileJitter by which part of it the interval of reconciling varies, either
 * way: from 0 to 1
 * @param maxBackoff the longest wait until a reconciling that failed is tried again
 */
public record ControlOptions(Duration timeout, double reconcileJitter, Duration maxBackoff) {

	/**
	 * Checks the bounds.
	 * @throws InvalidTaskArgumentException if a duration is not positive, or the jitter
	 * not from 0 to 1
	 */
	public ControlOptions {
		Ranges.positive("control.timeout", timeout);
		Ranges.positive("control.max-backoff", maxBackoff);
		Ranges.require(reconcileJitter >= 0 && reconcileJitter <= 1, "control.reconcile-jitter", reconcileJitter,
				"0 to 1");
	}

	/**
	 * The defaults.
	 * @return options
	 */
	public static ControlOptions withDefaults() {
		return new ControlOptions(Duration.parse(TaskhostDefaults.CONTROL_TIMEOUT),
				Double.parseDouble(TaskhostDefaults.CONTROL_RECONCILE_JITTER),
				Duration.parse(TaskhostDefaults.CONTROL_MAX_BACKOFF));
	}

}
