package io.github.taskhost.jdbc.recovery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.read.DetailReads.Details;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handing of claimed tasks to the host, all at the same time, since the host commits
 * the start of each. Used by one thread.
 */
final class Handing {

	private static final Logger log = LoggerFactory.getLogger(Handing.class);

	private static final long LOOK_MILLIS = 100;

	private static final int READ_TOGETHER = 10;

	private final DetailReads details;

	Handing(DetailReads details) {
		this.details = details;
	}

	/**
	 * Gives tasks to the host, each on its own thread, and waits until it has them.
	 * @param taken receives the tasks that the host has; called by many threads
	 * @param meanwhile run while the host takes tasks
	 * @return the failures of the other tasks
	 */
	Map<UUID, Failure> hand(List<StoredTask> claimed, JournaledHost host, Consumer<UUID> taken, Runnable meanwhile) {
		Map<UUID, Failure> failures = new ConcurrentHashMap<>();
		Map<UUID, Details> read = read(claimed);
		CountDownLatch left = new CountDownLatch(claimed.size());
		for (StoredTask task : claimed) {
			Thread.ofVirtual().name("taskhost-claim").start(() -> {
				try {
					hand(task, read.get(task.record().uid()), host, failures);
				}
				finally {
					if (!failures.containsKey(task.record().uid())) {
						taken.accept(task.record().uid());
					}
					left.countDown();
				}
			});
		}
		do {
			meanwhile.run();
		}
		while (!JournalThreads.await(left, LOOK_MILLIS));
		return failures;
	}

	/** Reads the details of few tasks at a time, so that a read that fails delays few. */
	private Map<UUID, Details> read(List<StoredTask> claimed) {
		Map<UUID, Details> read = new HashMap<>();
		for (int i = 0; i < claimed.size(); i += READ_TOGETHER) {
			List<StoredTask> some = claimed.subList(i, Math.min(claimed.size(), i + READ_TOGETHER));
			try {
				read.putAll(this.details.details(some.stream().map((task) -> task.record().uid()).toList()));
			}
			catch (JournalUnavailableException ex) {
				log.debug("The details of {} tasks could not be read", some.size(), ex);
			}
		}
		return read;
	}

	private static void hand(StoredTask task, @Nullable Details details, JournaledHost host,
			Map<UUID, Failure> failures) {
		UUID uid = task.record().uid();
		if (details == null) {
			failures.put(uid, Failure.AWAY);
			return;
		}
		try {
			host.take(task, details.all());
		}
		catch (UnreadableTaskException ex) {
			failures.put(uid, new Failure(String.valueOf(ex.getMessage()), null));
		}
		catch (JournalUnavailableException ex) {
			failures.put(uid, Failure.AWAY);
		}
		catch (Throwable ex) {
			failures.put(uid, new Failure("The host did not take it: " + ex.getMessage(), ex));
		}
	}

	/**
	 * The failure to take a task.
	 *
	 * @param reason the reason, a sentence
	 * @param exception the error to log with its stack trace, or {@code null}
	 */
	record Failure(String reason, @Nullable Throwable exception) {

		/**
		 * The database was away. The task is taken in the next round, and nothing is
		 * wrong with it.
		 */
		static final Failure AWAY = new Failure("The database was away.", null);

	}

}
