package io.github.taskhost.test.contract.support;

import java.time.Clock;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.spi.TaskTimer;

/**
 * Makes the hosts that a contract is checked against.
 */
public interface HostFactory {

	/**
	 * Starts an empty host.
	 * @param options its options
	 * @param clock its clock
	 * @param timer its timer
	 * @param listener is told of every event
	 * @param parts what else it is given
	 * @return the host
	 */
	BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
			BackgroundTaskListener listener, HostParts parts);

	/**
	 * Starts an empty host that is given no more than its options.
	 * @param options its options
	 * @param clock its clock
	 * @param timer its timer
	 * @param listener is told of every event
	 * @return the host
	 */
	default BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
			BackgroundTaskListener listener) {
		return start(options, clock, timer, listener, HostParts.NONE);
	}

	/**
	 * Stops a host.
	 * @param host a host of this factory
	 */
	void stop(BackgroundTaskHost host);

}
