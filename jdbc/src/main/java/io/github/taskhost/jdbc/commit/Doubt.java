package io.github.taskhost.jdbc.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.StoreParts;
import org.jspecify.annotations.Nullable;

/**
 * The marks of a transaction by which another connection finds out whether it committed:
 * the server may still be at it after its client has lost the connection. PostgreSQL says
 * when the transaction is over. The first event that it logged then says whether it
 * committed, since no other transaction has this place in the log.
 *
 * @param node the node
 * @param lane the lane
 * @param sequence the place of its first event, or {@code null} if it has none
 * @param keeps whether it stored values that are kept, which have no event and are stored
 * again without harm
 * @param transaction the id of the transaction
 */
public record Doubt(UUID node, int lane, @Nullable Long sequence, boolean keeps, String transaction) {

	/** The state of a server that took over and never saw the transaction. */
	private static final String UNKNOWN_TO_SERVER = "22023";

	public boolean isCommitted(Connection connection, StoreParts parts) throws SQLException {
		if (this.sequence == null) {
			return !this.keeps;
		}
		while (isInProgress(connection, parts, this.transaction)) {
			pause();
		}
		String sql = "SELECT 1 FROM " + parts.tables().event() + " WHERE node_id = ? AND lane = ? AND seq = ?";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, this.node);
			statement.setInt(2, this.lane);
			statement.setLong(3, this.sequence);
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next();
			}
		}
	}

	/** Whether the server is still at a transaction whose client is gone. */
	static boolean isInProgress(Connection connection, StoreParts parts, String transaction) throws SQLException {
		if (parts.database() != Database.POSTGRESQL) {
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

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(10);
		}
		catch (InterruptedException ex) {
			// threads of the journal are stopped by a latch, never by an interrupt
		}
	}

}
