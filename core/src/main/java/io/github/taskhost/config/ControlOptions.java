package io.github.taskhost.config;

import java.time.Duration;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Options of the calls of executors ({@code taskhost.control}).
 *
 * @param timeout the time after which a call is interrupted and counts as failed;
 * positive
 * @param reconcileJitter the fraction by which the reconcile interval varies in both
 * directions, from 0 to 1
 * @param maxBackoff the longest back-off after a failed reconcile or deliver call;
 * positive
 * @param deliverAttempts the largest number of calls that deliver one answer; at least 1
 */
public record ControlOptions(Duration timeout, double reconcileJitter, Duration maxBackoff, int deliverAttempts) {

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if a duration or the number of calls is not
	 * positive, or the jitter is not from 0 to 1
	 */
	public ControlOptions {
		Ranges.positive("control.timeout", timeout);
		Ranges.positive("control.max-backoff", maxBackoff);
		Ranges.require(reconcileJitter >= 0 && reconcileJitter <= 1, "control.reconcile-jitter", reconcileJitter,
				"0 to 1");
		Ranges.positive("control.deliver-attempts", deliverAttempts);
	}

	/**
	 * Creates options with the default number of calls that deliver one answer.
	 * @param timeout the time after which a call is interrupted and counts as failed;
	 * positive
	 * @param reconcileJitter the fraction by which the reconcile interval varies in both
	 * directions, from 0 to 1
	 * @param maxBackoff the longest back-off after a failed call; positive
	 * @throws InvalidTaskArgumentException if a duration is not positive, or the jitter
	 * is not from 0 to 1
	 */
	public ControlOptions(Duration timeout, double reconcileJitter, Duration maxBackoff) {
		this(timeout, reconcileJitter, maxBackoff, Integer.parseInt(TaskhostDefaults.CONTROL_DELIVER_ATTEMPTS));
	}

	/**
	 * Returns the default options.
	 * @return the options
	 */
	public static ControlOptions withDefaults() {
		return new ControlOptions(Duration.parse(TaskhostDefaults.CONTROL_TIMEOUT),
				Double.parseDouble(TaskhostDefaults.CONTROL_RECONCILE_JITTER),
				Duration.parse(TaskhostDefaults.CONTROL_MAX_BACKOFF));
	}

}
