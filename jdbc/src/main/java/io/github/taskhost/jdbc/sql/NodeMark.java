package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The mark on the writer connections of this node on PostgreSQL: a shared advisory lock
 * of the session, whose key comes from the id of the node. A connection has it before its
 * first transaction and until it goes back to the pool or ends, so that a takeover finds
 * the connections of a lost node, whatever the moment in which its process was frozen.
 * Transactions of callers that store tasks have it until their ends. Nothing waits for
 * this lock.
 *
 * <p>
 * <b>Synchronisation.</b> The heartbeat thread alone sets the id, before anything is
 * stored under it.
 */
public final class NodeMark {

	/** The server processes that bear a mark; its parameter is the key. */
	public static final String BEARERS = "SELECT l.pid FROM pg_locks l WHERE l.locktype = 'advisory' "
			+ "AND l.objsubid = 1 AND ((l.classid::bigint << 32) | l.objid::bigint) = ? "
			+ "AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())";

	private static final String IDLE = "current_setting('idle_in_transaction_session_timeout')";

	private volatile UUID node;

	/**
	 * Creates the mark of a node.
	 * @param node the id of its first row
	 */
	public NodeMark(UUID node) {
		this.node = node;
	}

	/** The present id of the node. */
	UUID node() {
		return this.node;
	}

	/** Changes the id, for connections that are opened from now on. */
	public void node(UUID next) {
		this.node = next;
	}

	/** The key of the lock for the id of a node. */
	public static long keyOf(UUID node) {
		return node.getMostSignificantBits() ^ node.getLeastSignificantBits();
	}

	static void add(Connection connection, UUID node) throws SQLException {
		run(connection, "SELECT pg_advisory_lock_shared(?)", node);
	}

	/**
	 * Marks a transaction of a caller, until it ends. A takeover ends it. The server ends
	 * it too when it is idle for ten minutes, since a takeover by another database user
	 * lacks the right to. A shorter bound of the application stays.
	 */
	public static void addToTransaction(Connection connection, UUID node) throws SQLException {
		run(connection, "SELECT pg_advisory_xact_lock_shared(?), CASE WHEN " + IDLE + " = '0' OR " + IDLE
				+ "::interval > INTERVAL '10 min' THEN set_config('idle_in_transaction_session_timeout', '10min', true) END",
				node);
	}

	static void remove(Connection connection, UUID node) throws SQLException {
		run(connection, "SELECT pg_advisory_unlock_shared(?)", node);
	}

	private static void run(Connection connection, String sql, UUID node) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setLong(1, keyOf(node));
			statement.executeQuery().close();
		}
	}

}
