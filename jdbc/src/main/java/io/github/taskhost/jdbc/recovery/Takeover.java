package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.jdbc.meter.JournalMeters;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.row.WriteFactory;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.BatchTransaction;
import io.github.taskhost.jdbc.sql.ExtraStatements;
import io.github.taskhost.jdbc.sql.ExtraStatements.EventRow;
import io.github.taskhost.jdbc.sql.LeftNotices;
import io.github.taskhost.jdbc.sql.NodeMark;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.SqlFailures;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the tasks of a lost node from it. The node is fenced first, under a lock that
 * waits for its group commits, for a sixth of the lease, so that it stores nothing
 * afterwards. Then the host decides about each of its tasks: another attempt, an end, or
 * to go on as it is. Nodes that do this for the same node do not disturb each other,
 * since all changes are guarded. Used by one thread.
 */
public final class Takeover {

	private static final Logger log = LoggerFactory.getLogger(Takeover.class);

	/** The number of the lane of changes that takeovers store. */
	public static final int LANE = -1;

	private static final int BATCH = 1000;

	private final StoreParts parts;

	private final NodeLease lease;

	private final WriteFactory writes;

	private final JournalMeters meters;

	private final TextParts textParts;

	private long sequence;

	/**
	 * Creates a takeover.
	 * @param parts the statements
	 * @param lease the lease of this node
	 * @param writes prepares changes
	 * @param meters counts takeovers and their tasks
	 */
	public Takeover(StoreParts parts, NodeLease lease, WriteFactory writes, JournalMeters meters) {
		this.meters = meters;
		this.textParts = new TextParts(parts.tables());
		this.parts = parts;
		this.lease = lease;
		this.writes = writes;
	}

	/** Takes over a node, unless it has renewed its lease. */
	public void takeOver(Connection connection, UUID node, JournaledHost host) throws SQLException {
		if (!fence(connection, node)) {
			return;
		}
		log.warn("Worker {} is lost. Its tasks are taken from it", node);
		place(connection, node);
		UUID last = new UUID(0, 0);
		List<UUID> uids = tasksOf(connection, node, last);
		while (!uids.isEmpty()) {
			for (List<UUID> some : this.textParts.of(connection, uids, Function.identity())) {
				takeFrom(connection, node, rowsOf(connection, node, some), host);
			}
			last = uids.getLast();
			uids = tasksOf(connection, node, last);
		}
		deleteIfEmpty(connection, node);
	}

	/**
	 * Fences a node. A connection of it that keeps its row locked, such as that of a
	 * process that is frozen in the middle of a statement, is ended first.
	 */
	private boolean fence(Connection connection, UUID node) throws SQLException {
		try {
			return fenceOnce(connection, node);
		}
		catch (SQLException ex) {
			if (!SqlFailures.isBlocked(ex)) {
				throw ex;
			}
			connection.rollback();
			if (endConnections(connection, node) > 0) {
				log.warn("Worker {} is lost and kept its row locked. Its connections were ended", node);
			}
			return fenceOnce(connection, node);
		}
	}

	private boolean fenceOnce(Connection connection, UUID node) throws SQLException {
		String table = this.parts.tables().node();
		String sql = "SELECT 1 FROM " + table + " n WHERE n.node_id = ? AND " + isLost() + " FOR UPDATE";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, node);
			try (ResultSet rows = statement.executeQuery()) {
				if (!rows.next()) {
					connection.rollback();
					return false;
				}
			}
		}
		endConnections(connection, node);
		PlainSql.update(connection, "UPDATE " + table + " SET fenced_at = COALESCE(fenced_at, "
				+ this.parts.database().now() + ") WHERE node_id = ?", node);
		connection.commit();
		return true;
	}

	private String isLost() {
		return "(n.fenced_at IS NOT NULL OR n.lease_until < " + this.parts.database().now() + ")";
	}

	/**
	 * Ends the connections of a lost node that are left, which bear its mark.
	 * @return their number
	 */
	private int endConnections(Connection connection, UUID node) throws SQLException {
		if (this.parts.database() != Database.POSTGRESQL) {
			return 0;
		}
		String sql = "SELECT count(pg_terminate_backend(a.pid)) FROM pg_stat_activity a, " + this.parts.tables().node()
				+ " n WHERE n.node_id = ? AND " + isLost() + " AND a.pid IN (" + NodeMark.BEARERS
				+ ") AND a.pid <> pg_backend_pid() AND a.usename = current_user";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, node);
			statement.setLong(2, NodeMark.keyOf(node));
			try (ResultSet rows = statement.executeQuery()) {
				rows.next();
				return rows.getInt(1);
			}
		}
	}

	/**
	 * Places the changes in the log that transactions of callers had stored when the node
	 * was lost, in the lane of this takeover.
	 */
	private void place(Connection connection, UUID node) throws SQLException {
		UUID self = enter(connection);
		String table = this.parts.tables().event();
		String from = " WHERE node_id = ? AND lane = " + ExtraStatements.UNPLACED;
		List<Long> left = new ArrayList<>();
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT seq FROM " + table + from + " ORDER BY seq")) {
			statement.setObject(1, node);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					left.add(rows.getLong(1));
				}
			}
		}
		try (PreparedStatement statement = connection.prepareStatement(
				"UPDATE " + table + " SET node_id = ?, lane = " + LANE + ", seq = ?" + from + " AND seq = ?")) {
			for (Long seq : left) {
				PlainSql.bind(statement, List.of(self, ++this.sequence, node, seq));
				statement.addBatch();
			}
			statement.executeBatch();
		}
		connection.commit();
	}

	/** Locks the row of this node against a takeover by others. */
	private UUID enter(Connection connection) throws SQLException {
		UUID self = this.lease.nodeId();
		if (new BatchTransaction(this.parts, connection).enter(self) == null) {
			connection.rollback();
			throw new IllegalStateException("Worker " + self + " is fenced itself");
		}
		return self;
	}

	private List<UUID> tasksOf(Connection connection, UUID node, UUID after) throws SQLException {
		String sql = "SELECT uid FROM " + this.parts.tables().live()
				+ " WHERE worker = ? AND uid > ? ORDER BY uid LIMIT " + BATCH;
		List<UUID> uids = new ArrayList<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			PlainSql.bind(statement, List.of(node, after));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					uids.add(rows.getObject(1, UUID.class));
				}
			}
		}
		return uids;
	}

	private List<StoredRow> rowsOf(Connection connection, UUID node, List<UUID> uids) throws SQLException {
		String sql = "SELECT " + this.parts.rows().fromLive() + "WHERE l.worker = ? AND l.uid = ANY(?) ORDER BY l.uid";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, node);
			statement.setArray(2, connection.createArrayOf("uuid", uids.toArray()));
			return this.parts.rows().list(statement);
		}
	}

	private void takeFrom(Connection connection, UUID node, List<StoredRow> rows, JournaledHost host)
			throws SQLException {
		List<Write> decisions = new ArrayList<>();
		for (StoredRow row : rows) {
			JournalChange.Changed change = decide(row, host);
			if (change != null) {
				decisions.add(this.writes.write(change, node, null).by(node));
			}
		}
		UUID self = enter(connection);
		BatchTransaction transaction = new BatchTransaction(this.parts, connection);
		Set<UUID> stored = transaction.store(decisions);
		List<EventRow> events = decisions.stream()
			.filter((write) -> stored.contains(write.uid()))
			.map((write) -> new EventRow(self, LANE, ++this.sequence, write))
			.toList();
		transaction.log(events);
		release(connection, node, rows, stored);
		connection.commit();
		this.meters.recovered(events.size());
		publish(events, host);
	}

	/**
	 * Returns the decision, or {@code null} for a task that only loses its worker, such
	 * as an unreadable one.
	 */
	private JournalChange.@Nullable Changed decide(StoredRow row, JournaledHost host) {
		StoredTask task = this.parts.rows().read(row);
		return task.readable() ? host.lost(task) : null;
	}

	/** Takes the worker from tasks; those with another attempt have lost one more. */
	private void release(Connection connection, UUID node, List<StoredRow> rows, Set<UUID> decided)
			throws SQLException {
		String sql = "UPDATE " + this.parts.tables().live()
				+ " SET worker = NULL, recoveries = ? WHERE uid = ? AND worker = ?";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (StoredRow row : rows) {
				int losses = row.recoveries() + (decided.contains(row.uid()) ? 1 : 0);
				PlainSql.bind(statement, List.of(losses, row.uid(), node));
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

	private static void publish(List<EventRow> events, JournaledHost host) {
		List<BackgroundTaskEvent> published = events.stream()
			.flatMap((event) -> event.write().change().events().stream())
			.toList();
		if (!published.isEmpty()) {
			host.publish(published);
		}
	}

	private void deleteIfEmpty(Connection connection, UUID node) throws SQLException {
		LeftNotices.keep(connection, this.parts.database(), this.parts.tables(), node);
		int deleted = PlainSql.update(connection,
				"DELETE FROM " + this.parts.tables().node() + " n WHERE n.node_id = ? AND NOT EXISTS (SELECT 1 "
						+ "FROM " + this.parts.tables().live() + " l WHERE l.worker = n.node_id)",
				node);
		connection.commit();
		if (deleted > 0) {
			this.meters.takenOver();
		}
	}

}
