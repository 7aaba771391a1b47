package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.taskhost.jdbc.commit.UnknownCommits;
import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.read.JournalReads;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.sql.BatchTransaction;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims tasks without a worker for this node, and gives them to the host: many in one
 * transaction, and then at the same time, since the host commits the start of each. A
 * claim is guarded by the attempt and the revision, so that one node alone succeeds. Used
 * by one thread.
 *
 * <p>
 * <b>Synchronisation.</b> {@code untaken} has the tasks that may be claimed and that the
 * host does not have: the outcome of the claim or of the acceptance is unknown, or the
 * host could not take them. They are given back before the next claims. It is a
 * concurrent set, since the threads that give tasks to the host take them out.
 */
public final class Claims {

	private static final Logger log = LoggerFactory.getLogger(Claims.class);

	private static final int BATCH = 1000;

	/** The largest number of tasks that are claimed and taken together. */
	private static final int TOGETHER = 100;

	private static final long LOOK_MILLIS = 100;

	private final Set<UUID> untaken = ConcurrentHashMap.newKeySet();

	private final StoreParts parts;

	private final NodeLease lease;

	private final DetailReads details;

	private final UnknownCommits unknown;

	/**
	 * Creates claims.
	 * @param parts the statements
	 * @param lease the lease of this node
	 * @param details reads the values that a task kept
	 * @param unknown the transactions of callers whose outcome is unknown
	 */
	public Claims(StoreParts parts, NodeLease lease, DetailReads details, UnknownCommits unknown) {
		this.parts = parts;
		this.lease = lease;
		this.details = details;
		this.unknown = unknown;
	}

	/**
	 * Claims all tasks without a worker that the host can run, until it is over.
	 * @param connection the connection
	 * @param host the host
	 * @param over asked between claims
	 * @param meanwhile run between claims and while the host takes tasks
	 */
	public void claimAll(WriterConnection connection, JournaledHost host, BooleanSupplier over, Runnable meanwhile)
			throws SQLException {
		this.untaken.addAll(this.unknown.settle(connection.get()));
		giveBack(connection.get());
		UUID last = new UUID(0, 0);
		List<StoredRow> rows = rows(connection.get(), last);
		while (!rows.isEmpty() && !over.getAsBoolean()) {
			for (int i = 0; i < rows.size() && !over.getAsBoolean(); i += TOGETHER) {
				List<StoredTask> tasks = runnable(rows.subList(i, Math.min(rows.size(), i + TOGETHER)), host);
				take(claim(connection.get(), tasks), host, meanwhile);
				giveBack(connection.get());
			}
			last = rows.get(rows.size() - 1).uid();
			rows = rows(connection.get(), last);
		}
	}

	private List<StoredRow> rows(Connection connection, UUID after) throws SQLException {
		String sql = "SELECT " + this.parts.rows().fromLive()
				+ "WHERE l.worker IS NULL AND l.uid > ? ORDER BY l.uid LIMIT " + BATCH;
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, after);
			List<StoredRow> rows = this.parts.rows().list(statement);
			connection.rollback();
			return rows;
		}
	}

	private List<StoredTask> runnable(List<StoredRow> rows, JournaledHost host) {
		List<StoredTask> tasks = new ArrayList<>();
		for (StoredRow row : rows) {
			try {
				StoredTask task = this.parts.rows().read(row);
				if (host.canRun(task)) {
					tasks.add(task);
				}
			}
			catch (UnreadableTaskException ex) {
				log.warn("Task {} waits for a worker that can read it", row.uid(), ex);
			}
		}
		return tasks;
	}

	/** Gives tasks to the host, each on its own thread, and waits until it has them. */
	private void take(List<StoredTask> claimed, JournaledHost host, Runnable meanwhile) {
		CountDownLatch taken = new CountDownLatch(claimed.size());
		for (StoredTask task : claimed) {
			Thread.ofVirtual().name("taskhost-claim").start(() -> {
				try {
					take(task, host);
				}
				finally {
					taken.countDown();
				}
			});
		}
		do {
			meanwhile.run();
		}
		while (!isDown(taken));
	}

	private static boolean isDown(CountDownLatch latch) {
		try {
			return latch.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return false; // the thread is stopped by a latch, never by an interrupt
		}
	}

	private void take(StoredTask task, JournaledHost host) {
		UUID uid = task.record().uid();
		try {
			host.take(task, this.details.details(uid));
			this.untaken.remove(uid);
		}
		catch (RuntimeException ex) {
			log.warn("Task {} cannot be taken and waits for a later round or another worker", uid, ex);
		}
	}

	/** Gives back the tasks that the host does not have, as far as they are claimed. */
	private void giveBack(Connection connection) throws SQLException {
		List<UUID> uids = List.copyOf(this.untaken);
		if (uids.isEmpty()) {
			return;
		}
		String sql = "UPDATE " + this.parts.tables().live() + " SET worker = NULL WHERE uid = ? AND worker = ?";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (UUID uid : uids) {
				JournalReads.bind(statement, List.of(uid, this.lease.nodeId()));
				statement.addBatch();
			}
			statement.executeBatch();
			connection.commit();
		}
		uids.forEach(this.untaken::remove);
	}

	/**
	 * Claims tasks in one transaction; returns those that no other node was faster at.
	 */
	private List<StoredTask> claim(Connection connection, List<StoredTask> tasks) throws SQLException {
		UUID self = this.lease.nodeId();
		if (tasks.isEmpty() || new BatchTransaction(this.parts, connection).enter(self) == null) {
			connection.rollback();
			return List.of();
		}
		String sql = "UPDATE " + this.parts.tables().live()
				+ " SET worker = ? WHERE uid = ? AND worker IS NULL AND attempt = ? AND version = ?";
		List<StoredTask> claimed = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (StoredTask task : tasks) {
				JournalReads.bind(statement,
						List.of(self, task.record().uid(), task.record().attempt(), task.revision()));
				statement.addBatch();
			}
			int[] counts = statement.executeBatch();
			for (int i = 0; i < counts.length; i++) {
				if (counts[i] == 1) {
					claimed.add(tasks.get(i));
				}
			}
		}
		claimed.forEach((task) -> this.untaken.add(task.record().uid()));
		connection.commit();
		return claimed;
	}

}
