package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Closes the sessions of owners whose HTTP session has ended, each on a thread of its
 * own, because that may wait for the tasks. It does nothing unless the host runs: a web
 * server that stops ends its HTTP sessions, and then the host ends its tasks its own way.
 * Containers want filters and listeners before there are other beans, and end HTTP
 * sessions when there are no more: it has the host from when all beans are there, and
 * keeps it.
 */
class TaskSessionCloser implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(TaskSessionCloser.class);

	private final ObjectProvider<BackgroundTaskHost> hosts;

	private volatile @Nullable BackgroundTaskHost host;

	TaskSessionCloser(ObjectProvider<BackgroundTaskHost> hosts) {
		this.hosts = hosts;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.host = this.hosts.getObject();
	}

	final void close(String owner) {
		BackgroundTaskHost present = this.host;
		if (present != null && present.phase() == HostPhase.RUNNING) {
			start(owner, () -> close(present, owner));
		}
	}

	/**
	 * Starts to close a session.
	 * @param owner the session
	 * @param closing what closes it
	 */
	void start(String owner, Runnable closing) {
		Thread.ofVirtual().name("taskhost-close-" + owner).inheritInheritableThreadLocals(false).start(closing);
	}

	private static void close(BackgroundTaskHost host, String owner) {
		try {
			host.closeSession(owner, null);
		}
		catch (RuntimeException ex) {
			logger.error("The session '{}' of an HTTP session that ended could not be closed", owner, ex);
		}
	}

}
