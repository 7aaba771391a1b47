package io.github.taskhost.jdbc.schedule;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.sql.JournalThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that changes schedules for all callers, with a connection of the pool
 * meanwhile. It ends when there is nothing to do. Thread-safe.
 */
final class ScheduleThreads {

	private static final Logger log = LoggerFactory.getLogger(ScheduleThreads.class);

	private final ThreadPoolExecutor thread;

	ScheduleThreads() {
		this.thread = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> JournalThreads.of("taskhost-schedules", task));
		this.thread.allowCoreThreadTimeOut(true);
	}

	/** Runs work and waits for it. An interrupt does not end the wait, and is kept. */
	<T> T call(Callable<T> work) {
		try {
			return await(this.thread.submit(work));
		}
		catch (RejectedExecutionException ex) {
			throw new JournalUnavailableException("The store of the schedules is stopped.", ex);
		}
	}

	private static <T> T await(Future<T> future) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return future.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(Objects.requireNonNullElse(ex.getCause(), ex));
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/** Runs work some time later; a failure is left to the next round. */
	void later(Runnable work) {
		try {
			this.thread.execute(() -> {
				try {
					work.run();
				}
				catch (RuntimeException ex) {
					log.debug("A look for schedules failed and is repeated", ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			log.debug("No look for schedules, since the store is stopped", ex);
		}
	}

	void stop() {
		this.thread.shutdown();
	}

}
