package io.github.taskhost.jdbc.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.StoreParts;

/**
 * The transactions of callers whose outcome is unknown, since the connection was lost at
 * their commit. The host has dropped their tasks; those that are stored all the same have
 * this worker, and must be given back. Thread-safe. Each transaction had a connection of
 * the pool, which bounds their number while the database is away.
 */
public final class UnknownCommits {

	/** The host drops the tasks within this time after the end of the transaction. */
	private static final Duration DROPPED_AFTER = Duration.ofSeconds(1);

	/** The state of a server that took over and never saw the transaction. */
	private static final String UNKNOWN_TO_SERVER = "22023";

	private final Queue<Unknown> left = new ConcurrentLinkedQueue<>();

	private final StoreParts parts;

	private final GroupCommit commits;

	/**
	 * Creates an empty set.
	 * @param parts the database
	 * @param commits places changes in the log
	 */
	public UnknownCommits(StoreParts parts, GroupCommit commits) {
		this.parts = parts;
		this.commits = commits;
	}

	/**
	 * Adds a transaction.
	 * @param node the node under which it was prepared
	 * @param transaction its id in the database
	 * @param writes its changes
	 */
	void add(UUID node, String transaction, List<Write> writes) {
		this.left.add(new Unknown(node, transaction, List.copyOf(writes), System.nanoTime()));
	}

	/**
	 * Removes the transactions that are over, and places their changes in the log.
	 * @param connection a connection without a transaction
	 * @return their tasks, which may exist or not
	 */
	public Set<UUID> settle(Connection connection) throws SQLException {
		Set<UUID> uids = new HashSet<>();
		for (Unknown unknown : List.copyOf(this.left)) {
			if (unknown.isDropped() && !isInProgress(connection, unknown.transaction())) {
				this.left.remove(unknown);
				unknown.writes().forEach((write) -> uids.add(write.uid()));
				this.commits.log(unknown.node(), unknown.writes().stream().filter(Write::isLogged).toList());
			}
		}
		return uids;
	}

	/** Whether the server is still at a transaction whose client is gone. */
	private boolean isInProgress(Connection connection, String transaction) throws SQLException {
		if (this.parts.database() != Database.POSTGRESQL) {
			return false;
		}
		try (PreparedStatement statement = connection.prepareStatement("SELECT pg_xact_status(?::xid8)")) {
			statement.setString(1, transaction);
			try (ResultSet rows = statement.executeQuery()) {
				rows.next();
				return "in progress".equals(rows.getString(1));
			}
		}
		catch (SQLException ex) {
			if (UNKNOWN_TO_SERVER.equals(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
		finally {
			connection.rollback();
		}
	}

	private record Unknown(UUID node, String transaction, List<Write> writes, long since) {

		boolean isDropped() {
			return System.nanoTime() - this.since > DROPPED_AFTER.toNanos();
		}

	}

}
