package io.github.taskhost.local.body;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs callbacks of the application on helper threads, without waiting for them.
 * Exceptions are logged and counted.
 */
public final class Callbacks {

	private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

	private final HostThreads threads;

	private final BackgroundTaskMetricsRecorder metrics;

	public Callbacks(HostThreads threads, BackgroundTaskMetricsRecorder metrics) {
		this.threads = threads;
		this.metrics = metrics;
	}

	public void run(LocalTask task, Callback callback) {
		this.threads.execute(() -> {
			try {
				callback.run();
			}
			catch (Throwable ex) {
				log.error("A cancellation callback of task {} of session {} threw", task.record().id(),
						task.record().sessionId(), LogSafe.of(ex));
				this.metrics.listenerFailed();
			}
		});
	}

	/** A callback of the application. */
	@FunctionalInterface
	public interface Callback {

		void run() throws Exception;

	}

}
