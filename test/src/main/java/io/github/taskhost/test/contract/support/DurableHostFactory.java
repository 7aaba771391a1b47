package io.github.taskhost.test.contract.support;

import io.github.taskhost.BackgroundTaskHost;

/**
 * A factory of durable hosts. All hosts that a factory starts for one test share a store.
 */
public interface DurableHostFactory extends HostFactory {

	/**
	 * Ends the process of a host, as far as its store can tell: nothing that the host
	 * still does is stored, and the next host that starts recovers its tasks.
	 * @param host the host
	 */
	void lose(BackgroundTaskHost host);

	/**
	 * Ends the threads of lost hosts and forgets all that is stored, after the last host
	 * has stopped.
	 */
	void clear();

}
