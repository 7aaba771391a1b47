package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.read.JournalReads;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.sql.BatchTransaction;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims tasks without a worker for this node, and gives them to the host. A claim is
 * guarded by the attempt and the revision, so that one node alone succeeds. Used by one
 * thread.
 */
public final class Claims {

	private static final Logger log = LoggerFactory.getLogger(Claims.class);

	private static final int BATCH = 1000;

	private final StoreParts parts;

	private final NodeLease lease;

	private final DetailReads details;

	/**
	 * Creates claims.
	 * @param parts the statements
	 * @param lease the lease of this node
	 * @param details reads the values that a task kept
	 */
	public Claims(StoreParts parts, NodeLease lease, DetailReads details) {
		this.parts = parts;
		this.lease = lease;
		this.details = details;
	}

	/** Claims all tasks without a worker that the host can run, until it is over. */
	public void claimAll(WriterConnection connection, JournaledHost host, BooleanSupplier over) throws SQLException {
		UUID last = new UUID(0, 0);
		List<StoredRow> rows = rows(connection.get(), last);
		while (!rows.isEmpty() && !over.getAsBoolean()) {
			for (StoredRow row : rows) {
				if (!over.getAsBoolean()) {
					offer(connection.get(), row, host);
				}
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

	private void offer(Connection connection, StoredRow row, JournaledHost host) throws SQLException {
		try {
			StoredTask task = this.parts.rows().read(row);
			if (host.canRun(task)) {
				StoredDetails kept = this.details.details(row.uid());
				if (claim(connection, task)) {
					take(connection, host, task, kept);
				}
			}
		}
		catch (UnreadableTaskException ex) {
			log.warn("Task {} waits for a worker that can read it", row.uid(), ex);
		}
	}

	/** Gives a task to the host, or gives it back if the host cannot take it. */
	private void take(Connection connection, JournaledHost host, StoredTask task, StoredDetails kept)
			throws SQLException {
		try {
			host.take(task, kept);
		}
		catch (RuntimeException ex) {
			log.warn("Task {} cannot be taken and waits for a later round or another worker", task.record().uid(), ex);
			String sql = "UPDATE " + this.parts.tables().live() + " SET worker = NULL WHERE uid = ? AND worker = ?";
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				JournalReads.bind(statement, List.of(task.record().uid(), this.lease.nodeId()));
				statement.executeUpdate();
				connection.commit();
			}
		}
	}

	private boolean claim(Connection connection, StoredTask task) throws SQLException {
		UUID self = this.lease.nodeId();
		if (new BatchTransaction(this.parts, connection).enter(self) == null) {
			connection.rollback();
			return false;
		}
		String sql = "UPDATE " + this.parts.tables().live()
				+ " SET worker = ? WHERE uid = ? AND worker IS NULL AND attempt = ? AND version = ?";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			JournalReads.bind(statement, List.of(self, task.record().uid(), task.record().attempt(), task.revision()));
			boolean claimed = statement.executeUpdate() == 1;
			connection.commit();
			return claimed;
		}
	}

}
