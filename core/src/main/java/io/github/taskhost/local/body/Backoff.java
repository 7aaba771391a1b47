package io.github.taskhost.local.body;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Computes the retries of failed attempts and their back-off.
 */
public final class Backoff {

	private final int keptAttempts;

	public Backoff(int keptAttempts) {
		this.keptAttempts = keptAttempts;
	}

	/** The retry after an exception, or {@code null} if the policy does not retry it. */
	public TaskCommand.@Nullable Retry after(BackgroundTaskRecord record, Throwable thrown) {
		return record.retry().retries(thrown) ? retry(record) : null;
	}

	/**
	 * The retry after a reported failure, or {@code null} if the policy does not retry
	 * it.
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

	/**
	 * The delay after a number of failures, at least 1: grows exponentially up to the
	 * longest, which also bounds the jitter.
	 */
	static Duration wait(Duration first, double multiplier, double jitter, Duration longest, int failures) {
		double bound = (double) longest.toMillis();
		double delay = Math.min(bound, (double) first.toMillis() * Math.pow(multiplier, (double) (failures - 1)));
		double varied = delay * (1 + jitter * ThreadLocalRandom.current().nextDouble(-1, 1));
		return Duration.ofMillis((long) Math.min(bound, varied));
	}

}
