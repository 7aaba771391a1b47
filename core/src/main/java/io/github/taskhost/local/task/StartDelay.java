package io.github.taskhost.local.task;

import java.time.Duration;

/**
 * The delay before the start of an attempt, measured on the monotonic clock. Immutable.
 *
 * @param attempt the attempt
 * @param delay the delay
 * @param since the reading of the monotonic clock from which the delay counts
 */
public record StartDelay(int attempt, Duration delay, long since) {

	/** The remaining delay; zero or negative when the attempt is due. */
	public Duration left(long nanos) {
		return this.delay.minusNanos(nanos - this.since);
	}

}
