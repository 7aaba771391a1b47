package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.jdbc.read.Removals;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.LeftNotices;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.spi.JournaledHost;
import org.jspecify.annotations.Nullable;

/**
 * The retention of the ended tasks of all nodes, also of those that no process has in its
 * memory any more. Removes 1,000 tasks a transaction and leaves out those that another
 * node is removing. Used by one thread.
 */
public final class EndedTasks {

	private static final int BATCH = 1000;

	private final StoreParts parts;

	private final EventsOfRemoved unregistered;

	public EndedTasks(StoreParts parts) {
		this.parts = parts;
		this.unregistered = new EventsOfRemoved(parts);
	}

	/** Removes the tasks that ended too long ago, and the oldest past the number. */
	public void removeOld(Connection connection, JournaledHost host) throws SQLException {
		removeUntil(connection, host.oldestEnd());
		Instant over = oldestOver(connection, host.mostEnded());
		if (over != null) {
			removeUntil(connection, over);
		}
		this.unregistered.removeOld(connection, host.oldestEnd());
		LeftNotices.removeOld(connection, this.parts.tables());
		connection.commit();
	}

	private void removeUntil(Connection connection, Instant end) throws SQLException {
		List<UUID> old = batch(connection, end);
		while (!old.isEmpty()) {
			Removals.remove(connection, this.parts.tables(), old);
			old = (old.size() == BATCH) ? batch(connection, end) : List.of();
		}
		connection.commit();
	}

	private List<UUID> batch(Connection connection, Instant end) throws SQLException {
		String sql = "SELECT uid FROM " + this.parts.tables().task()
				+ " WHERE ended_at IS NOT NULL AND ended_at <= ? ORDER BY ended_at LIMIT " + BATCH
				+ ((this.parts.database() == Database.POSTGRESQL) ? " FOR UPDATE SKIP LOCKED" : "");
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, OffsetDateTime.ofInstant(end, ZoneOffset.UTC));
			return PlainSql.uids(statement);
		}
	}

	/** The end of the newest task past a number, or {@code null} if there are fewer. */
	private @Nullable Instant oldestOver(Connection connection, int most) throws SQLException {
		String sql = "SELECT ended_at FROM " + this.parts.tables().task()
				+ " WHERE ended_at IS NOT NULL ORDER BY ended_at DESC OFFSET ? ROWS FETCH NEXT 1 ROWS ONLY";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setInt(1, most);
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next() ? rows.getObject(1, OffsetDateTime.class).toInstant() : null;
			}
		}
	}

}
