package io.github.taskhost.autoconfigure.web;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.error.JournalUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Closes the task sessions of HTTP sessions that have ended. Each is closed on a separate
 * virtual thread, because closing may wait for tasks. Has no effect unless the host is
 * running: a web server that stops ends its HTTP sessions, and the shutdown of the host
 * ends their tasks.
 * <p>
 * Servlet containers create filters and listeners before other beans, and end HTTP
 * sessions after beans were destroyed. Therefore the host is looked up once all
 * singletons are instantiated, and kept.
 */
class TaskSessionCloser implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(TaskSessionCloser.class);

	private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

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
	 * Runs the closing of a session on a new virtual thread.
	 * @param owner the id of the session
	 * @param closing closes the session
	 */
	void start(String owner, Runnable closing) {
		Thread.ofVirtual().name("taskhost-close-" + owner).inheritInheritableThreadLocals(false).start(closing);
	}

	/**
	 * Repeats the closing while the store of the tasks is away, since no caller does.
	 * Logs the first try that failed and the outcome.
	 */
	private void close(BackgroundTaskHost host, String owner) {
		int failed = 0;
		while (host.phase() == HostPhase.RUNNING) {
			try {
				host.closeSession(owner, null);
				closed(owner, failed);
				return;
			}
			catch (JournalUnavailableException ex) {
				failed(owner, ++failed, ex);
				pause();
			}
			catch (RuntimeException ex) {
				logger.error("The task session '{}' could not be closed after the end of its HTTP session", owner, ex);
				return;
			}
		}
		givenUp(owner, failed);
	}

	private static void failed(String owner, int failed, JournalUnavailableException reason) {
		if (failed == 1) {
			logger.warn(
					"The closing of task session '{}' after the end of its HTTP session is repeated until it succeeds: {}",
					owner, reason.getMessage());
		}
	}

	private static void closed(String owner, int failed) {
		if (failed > 0) {
			logger.info("The task session '{}' is closed, after {} tries that failed", owner, failed);
		}
	}

	private static void givenUp(String owner, int failed) {
		if (failed > 0) {
			logger
				.warn("The task session '{}' was not closed after the end of its HTTP session: {} tries failed, and the"
						+ " host stops. Its tasks keep their state.", owner, failed);
		}
	}

	/** Waits before the closing is repeated. */
	void pause() {
		LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
	}

}
