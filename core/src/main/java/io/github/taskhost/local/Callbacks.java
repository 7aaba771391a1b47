package io.github.taskhost.local;

import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs callbacks of users on helper threads: nobody waits for them, and what they throw
 * is logged and counted.
 */
final class Callbacks {

	private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

	private final HostThreads threads;

	private final BackgroundTaskMetricsRecorder metrics;

	Callbacks(HostThreads threads, BackgroundTaskMetricsRecorder metrics) {
		this.threads = threads;
		this.metrics = metrics;
	}

	void run(LocalTask task, Callback callback) {
		this.threads.execute(() -> {
			try {
				callback.run();
			}
			catch (Throwable ex) {
				log.error("A cancellation callback of task {} of session {} threw", task.record().id(),
						task.record().sessionId(), CleanThrowable.of(ex));
				this.metrics.listenerFailed();
			}
		});
	}

	/** What users want done. */
	@FunctionalInterface
	interface Callback {

		void run() throws Exception;

	}

}
