package io.github.taskhost.jdbc.recovery;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.read.DetailReads.Details;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * The handing of claimed tasks to the host, all at the same time, since the host commits
 * the start of each. Used by one thread.
 */
final class Handing {

	private static final long LOOK_MILLIS = 100;

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
		Map<UUID, Details> read = this.details.details(claimed.stream().map((task) -> task.record().uid()).toList());
		CountDownLatch left = new CountDownLatch(claimed.size());
		for (StoredTask task : claimed) {
			Thread.ofVirtual().name("taskhost-claim").start(() -> {
				try {
					hand(task, Objects.requireNonNull(read.get(task.record().uid())), host, failures);
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
		while (!isDown(left));
		return failures;
	}

	private static void hand(StoredTask task, Details details, JournaledHost host, Map<UUID, Failure> failures) {
		UUID uid = task.record().uid();
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

	private static boolean isDown(CountDownLatch latch) {
		try {
			return latch.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return false; // the thread is stopped by a latch, never by an interrupt
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
