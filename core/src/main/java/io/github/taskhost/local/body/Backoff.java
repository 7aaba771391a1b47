package io.github.taskhost.local.body;

import java.time.Duration;

import io.github.resilience4j.core.IntervalFunction;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before something is tried again. The waits are a library's.
 */
public final class Backoff {

	private final int keptAttempts;

	public Backoff(int keptAttempts) {
		this.keptAttempts = keptAttempts;
	}

	/** What another attempt after an exception would be like, if it is worth one. */
	public TaskCommand.@Nullable Retry after(BackgroundTaskRecord record, Throwable thrown) {
		return record.retry().retries(thrown) ? retry(record) : null;
	}

	/**
	 * What another attempt after a reported failure would be like, if it is worth one.
	 */
	public TaskCommand.@Nullable Retry after(BackgroundTaskRecord record, TaskFailure failure) {
		return record.retry().retries(failure) ? retry(record) : null;
	}

	private TaskCommand.Retry retry(BackgroundTaskRecord record) {
		TaskRetryPolicy policy = record.retry();
		return new TaskCommand.Retry(
				wait(policy.initialDelay(), policy.multiplier(), policy.jitter(), policy.maxDelay(), record.attempt()),
				this.keptAttempts);
	}

	/** The wait after so many failures, from 1. */
	static Duration wait(Duration first, double multiplier, double jitter, Duration longest, int failures) {
		IntervalFunction waits = (jitter > 0)
				? IntervalFunction.ofExponentialRandomBackoff(first, multiplier, jitter, longest)
				: IntervalFunction.ofExponentialBackoff(first, multiplier, longest);
		return Duration.ofMillis(waits.apply(failures));
	}

}
