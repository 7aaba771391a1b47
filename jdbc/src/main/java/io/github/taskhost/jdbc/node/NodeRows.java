package io.github.taskhost.jdbc.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.ExtraStatements;
import io.github.taskhost.jdbc.sql.PlainSql;

/**
 * The statements over the table of nodes, with the time of the database.
 *
 * @param database the database
 * @param tables its tables
 * @param lease the lease
 */
record NodeRows(Database database, Tables tables, Duration lease) {

	void insert(Connection current, UUID id, String name, Set<Integer> backends) throws SQLException {
		String sql = "INSERT INTO " + this.tables.node() + " (node_id, name, started_at, lease_until"
				+ (hasBackends() ? ", backends" : "") + ") VALUES (?, ?, " + this.database.now() + ", " + leaseEnd()
				+ (hasBackends() ? ", ?)" : ")");
		try (PreparedStatement statement = current.prepareStatement(sql)) {
			statement.setObject(1, id);
			statement.setString(2, name);
			statement.setLong(3, this.lease.toMillis());
			setBackends(statement, 4, backends);
			statement.executeUpdate();
		}
	}

	/** Whether the server has processes that another node can end. */
	private boolean hasBackends() {
		return this.database == Database.POSTGRESQL;
	}

	private void setBackends(PreparedStatement statement, int place, Set<Integer> backends) throws SQLException {
		if (hasBackends()) {
			statement.setArray(place, statement.getConnection().createArrayOf("int4", backends.toArray()));
		}
	}

	/** The end of a lease that begins now; its parameter is the lease in milliseconds. */
	private String leaseEnd() {
		return (this.database == Database.H2) ? "DATEADD(MILLISECOND, CAST(? AS BIGINT), " + this.database.now() + ")"
				: this.database.now() + " + ? * interval '1 millisecond'";
	}

	/** Renews a lease; returns {@code false} if the node is fenced or has no row. */
	boolean renew(Connection current, UUID id, Set<Integer> backends) throws SQLException {
		String sql = "UPDATE " + this.tables.node() + " SET lease_until = " + leaseEnd()
				+ (hasBackends() ? ", backends = ?" : "") + " WHERE node_id = ? AND fenced_at IS NULL";
		try (PreparedStatement statement = current.prepareStatement(sql)) {
			statement.setLong(1, this.lease.toMillis());
			setBackends(statement, 2, backends);
			statement.setObject(hasBackends() ? 3 : 2, id);
			return statement.executeUpdate() == 1;
		}
	}

	/** The other nodes that have no lease, or were fenced and still have a row. */
	List<UUID> expired(Connection current, UUID self) throws SQLException {
		List<UUID> expired = new ArrayList<>();
		String sql = "SELECT node_id FROM " + this.tables.node() + " WHERE node_id <> ? AND (fenced_at IS NOT NULL OR "
				+ "lease_until < " + this.database.now() + ") ORDER BY node_id";
		try (PreparedStatement statement = current.prepareStatement(sql)) {
			statement.setObject(1, self);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					expired.add(rows.getObject(1, UUID.class));
				}
			}
		}
		return expired;
	}

	/** Deletes the row of a node, unless it still has tasks or unplaced events. */
	void delete(Connection current, UUID id) throws SQLException {
		String sql = "DELETE FROM " + this.tables.node() + " n WHERE n.node_id = ? AND NOT EXISTS (SELECT 1 FROM "
				+ this.tables.live() + " l WHERE l.worker = n.node_id) AND NOT EXISTS (SELECT 1 FROM "
				+ this.tables.event() + " e WHERE e.node_id = n.node_id AND e.lane = " + ExtraStatements.UNPLACED + ")";
		PlainSql.update(current, sql, id);
	}

}
