package io.github.taskhost.local.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The delay before the start of an attempt, measured on the monotonic clock. Immutable.
 *
 * @param attempt the attempt
 * @param start the start of the attempt by its record
 * @param delay the delay
 * @param since the reading of the monotonic clock from which the delay counts
 */
public record StartDelay(int attempt, @Nullable Instant start, Duration delay, long since) {

	/** Creates the delay of the start that a record asks for. */
	public static StartDelay of(BackgroundTaskRecord record, Duration delay, long since) {
		return new StartDelay(record.attempt(), record.nextAttemptAt(), delay, since);
	}

	/** Whether it is the delay of the start that a record asks for. */
	public boolean isOf(BackgroundTaskRecord record) {
		return this.attempt == record.attempt() && Objects.equals(this.start, record.nextAttemptAt());
	}

	/** The remaining delay; zero or negative when the attempt is due. */
	public Duration left(long nanos) {
		return this.delay.minusNanos(nanos - this.since);
	}

}
