package io.github.taskhost.jdbc.inbox;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.inbox.InboxRows.Arrived;
import io.github.taskhost.jdbc.report.PendingReports;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.row.TaskRows;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskNotice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that give notices to the host, {@value #THREADS} at most, since the host
 * waits for the store and for listeners. They are platform threads, since bodies may
 * occupy all carriers of virtual ones, and use no connection.
 *
 * <p>
 * <b>Synchronisation.</b> The notices of a task are given one after the other, those of
 * different tasks at the same time. {@code done}, {@code moved} and {@code busy} are
 * concurrent sets. No batch is begun while {@value #MAX_TASKS} tasks are busy, which
 * bounds {@code busy} and the queue of the threads by that number and a batch, and the
 * other two by the batches of a round. The notices that are left out stay in the database
 * for the next look. The inbox thread alone uses {@code full}.
 */
final class Takers {

	private static final Logger log = LoggerFactory.getLogger(Takers.class);

	private static final int THREADS = 4;

	/** The number of tasks whose notices wait or are taken, from which on others wait. */
	static final int MAX_TASKS = 200;

	private static final long IDLE_SECONDS = 10;

	/** The longest wait for the effects of a batch; the others go on meanwhile. */
	private static final long BATCH_MILLIS = 1000;

	/** The number of failures after which a notice is given up. */
	private static final int MAX_FAILURES = 10;

	/** The notices that had their effect. */
	private final Set<Long> done = ConcurrentHashMap.newKeySet();

	/** The notices whose tasks another node has, or none. */
	private final Set<Long> moved = ConcurrentHashMap.newKeySet();

	/** The tasks whose notices are being taken. */
	private final Set<UUID> busy = ConcurrentHashMap.newKeySet();

	/** The numbers of failures by notice; those of notices that are left only. */
	private final Map<Long, Integer> failures = new ConcurrentHashMap<>();

	private final TaskRows rows;

	private final JournaledHost host;

	private final PendingReports reports;

	private final Coming coming;

	private final ExecutorService threads;

	private boolean full;

	Takers(TaskRows rows, JournaledHost host, PendingReports reports, Coming coming) {
		this.coming = coming;
		this.rows = rows;
		this.host = host;
		this.reports = reports;
		this.threads = threads();
	}

	private static ExecutorService threads() {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> JournalThreads.of("taskhost-notice", task));
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	/** Whether notices of a task are being taken. */
	boolean isBusy(UUID uid) {
		return this.busy.contains(uid);
	}

	/** Whether a notice had its effect, or is for the node that has its task next. */
	boolean isSettled(long id) {
		return isDone(id) || isMoved(id);
	}

	/**
	 * Whether no notices are to be taken for now, since the host is behind with those of
	 * many tasks.
	 */
	boolean isFull() {
		boolean now = this.busy.size() >= MAX_TASKS;
		if (now && !this.full) {
			log.warn(
					"Changes of other nodes to {} tasks wait to be followed here, so further ones stay in the database "
							+ "for now: listeners or recorders of metrics are slow, or the database is",
					this.busy.size());
		}
		this.full = now;
		return now;
	}

	/** Whether a notice had its effect. */
	boolean isDone(long id) {
		return this.done.contains(id);
	}

	/** Whether a notice is for the node that has its task next. */
	boolean isMoved(long id) {
		return this.moved.contains(id);
	}

	/** Forgets notices that are deleted or have moved. */
	void forget(Collection<Long> ids) {
		ids.forEach(this.done::remove);
		ids.forEach(this.moved::remove);
	}

	void stop() {
		this.threads.shutdown();
	}

	/**
	 * Gives the notices about some tasks to the host, and waits for their effects for a
	 * second.
	 */
	void take(UUID node, List<Taken> some) {
		CountDownLatch left = new CountDownLatch(some.size());
		for (Taken taken : some) {
			this.busy.add(taken.uid());
			this.threads.execute(() -> {
				try {
					take(node, taken);
				}
				finally {
					this.busy.remove(taken.uid());
					left.countDown();
				}
			});
		}
		JournalThreads.await(left, BATCH_MILLIS);
	}

	private void take(UUID node, Taken taken) {
		try {
			StoredRow row = taken.row();
			StoredTask task = (row != null) ? this.rows.read(row) : null;
			List<TaskNotice> notices = taken.notices().stream().map(Arrived::notice).toList();
			boolean here = this.host.changed(taken.uid(), task, taken.details(), notices);
			if (here && task != null && task.record().state().isTerminal()) {
				this.reports.endedElsewhere(taken.uid());
			}
			boolean comes = row != null && (node.equals(row.worker()) || this.coming.has(taken.uid()));
			if (!here && !comes && task != null && !task.record().state().isTerminal()) {
				moved(taken);
			}
			else if (here || !comes) {
				over(taken);
			}
		}
		catch (JournalUnavailableException ex) {
			log.debug("Notices about task {} wait, since the database is away", taken.uid(), ex);
		}
		catch (Throwable ex) {
			failed(taken, ex);
		}
	}

	/** Lets the notices follow a task that another node has, or none. */
	private void moved(Taken taken) {
		taken.notices().stream().filter(Arrived::hasContent).forEach((arrived) -> this.moved.add(arrived.id()));
		over(taken);
	}

	private void over(Taken taken) {
		taken.notices().forEach((arrived) -> {
			this.failures.remove(arrived.id());
			if (!isMoved(arrived.id())) {
				this.done.add(arrived.id());
			}
		});
	}

	/** A notice that fails again and again is given up: the next change is a conflict. */
	private void failed(Taken taken, Throwable ex) {
		long first = taken.notices().getFirst().id();
		if (this.failures.merge(first, 1, Integer::sum) >= MAX_FAILURES) {
			log.error("Notices about task {} had no effect and are given up", taken.uid(), ex);
			over(taken);
		}
		else {
			log.warn("Notices about task {} had no effect and are taken again", taken.uid(), ex);
		}
	}

	/**
	 * A task with its notices.
	 *
	 * @param uid the uid
	 * @param row its row, or {@code null} if it was removed
	 * @param details its details
	 * @param notices the notices, in order
	 */
	record Taken(UUID uid, @Nullable StoredRow row, StoredDetails details, List<Arrived> notices) {
	}

}
