package io.github.taskhost.test;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.local.LocalBackgroundTaskHost;

/**
 * Makes a host as new between two tests that share it.
 */
public final class HostReset {

	private HostReset() {
	}

	/**
	 * Ends everything at once and forgets it, reported work, records, wakes and failures
	 * of hidden work included. Meanwhile the host takes no work. Subscriptions stay, and
	 * so do the counts of meters.
	 * @param host the host of this process
	 * @param timeout how long to wait for the ends, at most
	 * @throws TaskAwaitTimeoutException if something does not end; names it. What has
	 * ended is not forgotten then
	 * @throws InvalidTaskArgumentException if the host is a proxy or another
	 * implementation
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void reset(BackgroundTaskHost host, Duration timeout) throws InterruptedException {
		if (!(host instanceof LocalBackgroundTaskHost local)) {
			throw new InvalidTaskArgumentException("Only the local host can be reset, and this one is a "
					+ host.getClass().getName() + ". Give the bean itself.");
		}
		local.reset(timeout);
	}

}
