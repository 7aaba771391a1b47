package io.github.taskhost.test;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.local.LocalBackgroundTaskHost;

/**
 * Resets a host between tests that share it, such as tests with a cached application
 * context.
 */
public final class HostReset {

	private HostReset() {
	}

	/**
	 * Cancels all work by force, waits for its end, and removes all records, sessions,
	 * wakes and failures of hidden work. The host rejects new work meanwhile.
	 * Subscriptions and the values of meters are kept.
	 * @param host the host, which must be a {@link LocalBackgroundTaskHost}
	 * @param timeout the longest wait for the end of the work
	 * @throws TaskAwaitTimeoutException if work does not end in time; the message names
	 * it. Records are kept in this case
	 * @throws InvalidTaskArgumentException if the host is a proxy or another
	 * implementation
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void reset(BackgroundTaskHost host, Duration timeout) throws InterruptedException {
		if (!(host instanceof LocalBackgroundTaskHost local)) {
			throw new InvalidTaskArgumentException("Only the local host can be reset; this host is a "
					+ host.getClass().getName() + ". Pass the bean itself, not a proxy.");
		}
		local.reset(timeout);
	}

}
