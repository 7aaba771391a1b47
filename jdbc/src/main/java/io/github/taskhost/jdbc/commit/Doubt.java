package io.github.taskhost.jdbc.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.StoreParts;
import org.jspecify.annotations.Nullable;

/**
 * The place in the log by which another connection finds out whether a transaction
 * committed, and prevents it from committing later. The server may still be at it, or get
 * its last bytes, after the client has lost the connection. So the other connection takes
 * the place itself: it waits while the transaction is at work, and from then on one of
 * the two has the place for good.
 *
 * @param node the node
 * @param lane the lane
 * @param sequence the place of its first event, or {@code null} if it has none
 * @param repeats whether it stored values, notices or places of the log that can be
 * stored again without harm
 */
public record Doubt(UUID node, int lane, @Nullable Long sequence, boolean repeats) {

	/** The entry of a transaction that did not commit. */
	private static final String NOTHING = "NOTHING";

	/**
	 * Whether the transaction committed. If not, it never will.
	 * @param connection another connection, without a transaction
	 * @param parts the database
	 * @throws SQLException also if the server is at the transaction for too long
	 */
	public boolean isCommitted(Connection connection, StoreParts parts) throws SQLException {
		if (this.sequence == null) {
			return !this.repeats;
		}
		if (parts.database() == Database.POSTGRESQL) {
			takePlace(connection, parts);
		}
		String sql = "SELECT types FROM " + parts.tables().event() + " WHERE node_id = ? AND lane = ? AND seq = ?";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			bind(statement);
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() && !NOTHING.equals(rows.getString(1));
			}
		}
		finally {
			connection.rollback();
		}
	}

	private void takePlace(Connection connection, StoreParts parts) throws SQLException {
		String sql = "INSERT INTO " + parts.tables().event()
				+ " (node_id, lane, seq, uid, version, types, state, attempt, session_id, changed_at)"
				+ " VALUES (?, ?, ?, gen_random_uuid(), 0, '" + NOTHING + "', '', 0, '', clock_timestamp())"
				+ " ON CONFLICT (node_id, lane, seq) DO NOTHING";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			bind(statement);
			statement.executeUpdate();
			connection.commit();
		}
	}

	private void bind(PreparedStatement statement) throws SQLException {
		statement.setObject(1, this.node);
		statement.setInt(2, this.lane);
		statement.setObject(3, this.sequence);
	}

}
