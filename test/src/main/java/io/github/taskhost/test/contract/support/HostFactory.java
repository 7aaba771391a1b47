package io.github.taskhost.test.contract.support;

import java.time.Clock;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.spi.TaskTimer;

/**
 * Creates and stops the hosts under test. The suites create hosts in no other way.
 */
public interface HostFactory {

	/**
	 * Creates and starts an empty host.
	 * @param options the options of the host
	 * @param clock the clock of the host, driven by the test
	 * @param timer the timer of the host, driven by the test
	 * @param listener the listener of all events and wakes
	 * @param parts the other parts of the host
	 * @return the running host
	 */
	BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
			BackgroundTaskListener listener, HostParts parts);

	/**
	 * Creates and starts an empty host without other parts.
	 * @param options the options of the host
	 * @param clock the clock of the host, driven by the test
	 * @param timer the timer of the host, driven by the test
	 * @param listener the listener of all events and wakes
	 * @return the running host
	 */
	default BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
			BackgroundTaskListener listener) {
		return start(options, clock, timer, listener, HostParts.NONE);
	}

	/**
	 * Stops a host, which may be stopped already.
	 * @param host a host that this factory created
	 */
	void stop(BackgroundTaskHost host);

}
