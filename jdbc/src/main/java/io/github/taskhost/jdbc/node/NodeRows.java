package io.github.taskhost.jdbc.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.jdbc.node.SeenNodes.Seen;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.ExtraStatements;
import io.github.taskhost.jdbc.sql.LeftNotices;
import io.github.taskhost.jdbc.sql.PlainSql;
import org.jspecify.annotations.Nullable;

/**
 * The statements over the table of nodes, with the time of the database.
 *
 * @param database the database
 * @param tables its tables
 * @param lease the lease
 * @param clock is compared with the clock of a server at each insert and renewal
 */
record NodeRows(Database database, Tables tables, Duration lease, DatabaseClock clock) {

	/** The largest number of characters of a name. */
	static final int MAX_NAME = 200;

	void insert(Connection current, UUID id, String name) throws SQLException {
		String now = this.database.now();
		String sql = "INSERT INTO " + this.tables.node() + " (node_id, name, started_at, renewed_at, lease_until) "
				+ "VALUES (?, ?, " + now + ", " + now + ", " + leaseEnd() + ")"
				+ (returns() ? " RETURNING " + now : "");
		long askedAt = System.nanoTime();
		try (PreparedStatement statement = current.prepareStatement(sql)) {
			statement.setObject(1, id);
			statement.setString(2, name);
			statement.setLong(3, this.lease.toMillis());
			if (statement.execute()) {
				compare(statement.getResultSet(), 1, askedAt);
			}
		}
	}

	private boolean compare(ResultSet rows, int column, long askedAt) throws SQLException {
		boolean found = rows.next();
		if (found) {
			this.clock.compare(rows.getObject(column, OffsetDateTime.class).toInstant(),
					Duration.ofNanos(System.nanoTime() - askedAt));
		}
		return found;
	}

	/** Whether a statement returns values of the rows that it changes. */
	private boolean returns() {
		return this.database == Database.POSTGRESQL;
	}

	/** The end of a lease that begins now; its parameter is the lease in milliseconds. */
	private String leaseEnd() {
		return (this.database == Database.H2) ? "DATEADD(MILLISECOND, CAST(? AS BIGINT), " + this.database.now() + ")"
				: this.database.now() + " + ? * interval '1 millisecond'";
	}

	/**
	 * Renews a lease, and looks for other nodes and at the clock in the same statement.
	 * @param load the work of the node, for others to see
	 * @return the other nodes, or {@code null} if this one is fenced or has no row
	 */
	@Nullable Peers renew(Connection current, UUID id, Load load) throws SQLException {
		String update = "UPDATE " + this.tables.node() + " SET running = ?, draining = ?, renewed_at = "
				+ this.database.now() + ", lease_until = " + leaseEnd();
		String where = " WHERE node_id = ? AND fenced_at IS NULL";
		if (!returns()) {
			return (PlainSql.update(current, update + where, load.running(), load.draining(), this.lease.toMillis(),
					id) == 1) ? Peers.UNKNOWN : null;
		}
		String others = "(SELECT count(*) FROM " + this.tables.node() + " o WHERE o.node_id <> ?";
		String sql = update + where + " RETURNING " + others + "), " + others
				+ " AND o.fenced_at IS NULL AND o.lease_until >= " + this.database.now() + "), " + this.database.now();
		long askedAt = System.nanoTime();
		try (PreparedStatement statement = current.prepareStatement(sql)) {
			PlainSql.bind(statement, List.of(load.running(), load.draining(), this.lease.toMillis()));
			for (int i = 4; i <= 6; i++) {
				statement.setObject(i, id);
			}
			try (ResultSet rows = statement.executeQuery()) {
				return compare(rows, 3, askedAt) ? new Peers(rows.getInt(1), rows.getInt(2)) : null;
			}
		}
	}

	/** The other nodes, in the order of their ids. */
	Others others(Connection current, UUID self) throws SQLException {
		List<Seen> nodes = new ArrayList<>();
		String sql = "SELECT node_id, LEFT(name, " + MAX_NAME + "), fenced_at IS NOT NULL, " + this.database.now()
				+ ", lease_until, COALESCE(renewed_at, started_at), running, draining FROM " + this.tables.node()
				+ " WHERE node_id <> ? ORDER BY node_id";
		try (PreparedStatement statement = current.prepareStatement(sql)) {
			statement.setObject(1, self);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					nodes.add(seen(rows));
				}
			}
		}
		return new Others(nodes, this.lease);
	}

	private static Seen seen(ResultSet rows) throws SQLException {
		OffsetDateTime now = rows.getObject(4, OffsetDateTime.class);
		return new Seen(rows.getObject(1, UUID.class), rows.getString(2), rows.getBoolean(3),
				Duration.between(now, rows.getObject(5, OffsetDateTime.class)),
				Duration.between(rows.getObject(6, OffsetDateTime.class), now),
				new Load(rows.getInt(7), rows.getBoolean(8)));
	}

	/**
	 * Deletes the row of a node, unless it still has tasks or unplaced events, and the
	 * notices for it that are of no use to others.
	 */
	void delete(Connection current, UUID id) throws SQLException {
		String sql = "DELETE FROM " + this.tables.node() + " n WHERE n.node_id = ? AND NOT EXISTS (SELECT 1 FROM "
				+ this.tables.live() + " l WHERE l.worker = n.node_id) AND NOT EXISTS (SELECT 1 FROM "
				+ this.tables.event() + " e WHERE e.node_id = n.node_id AND e.lane = " + ExtraStatements.UNPLACED + ")";
		LeftNotices.keep(current, this.database, this.tables, id);
		PlainSql.update(current, sql, id);
	}

	/**
	 * The other nodes.
	 *
	 * @param nodes the nodes, in the order of their ids
	 * @param lease the longest time until the next look
	 */
	record Others(List<Seen> nodes, Duration lease) {

		/** Those that have no lease, or were fenced and still have a row. */
		List<UUID> expired() {
			return this.nodes.stream().filter(Seen::isLost).map(Seen::id).toList();
		}

		/**
		 * The time until the lease of another one expires, unless it is renewed; at most
		 * a lease.
		 */
		Duration untilNext() {
			return this.nodes.stream()
				.filter((node) -> !node.isLost())
				.map(Seen::left)
				.filter((left) -> left.compareTo(this.lease) < 0)
				.min(Comparator.naturalOrder())
				.orElse(this.lease);
		}

	}

	/**
	 * The work of a node at a heartbeat.
	 *
	 * @param running the number of tasks that run
	 * @param draining whether it leaves new tasks to others
	 */
	record Load(int running, boolean draining) {
	}

	/**
	 * The number of other nodes at a renewal.
	 *
	 * @param rows the number of their rows
	 * @param alive the number of those that hold a lease
	 */
	record Peers(int rows, int alive) {

		/** No other nodes. */
		static final Peers NONE = new Peers(0, 0);

		/**
		 * Stands for a database of a single node, whose earlier starts may have left
		 * rows.
		 */
		static final Peers UNKNOWN = new Peers(1, 0);

	}

}
