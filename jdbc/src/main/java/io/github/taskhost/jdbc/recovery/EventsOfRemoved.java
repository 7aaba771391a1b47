package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.jdbc.read.Removals;
import io.github.taskhost.jdbc.sql.StoreParts;

/**
 * The retention of the log of tasks that were unregistered: such a task has no row by
 * which the retention of ended tasks would find it. Each call looks at the next
 * {@value #WINDOW} entries of the log. Used by one thread.
 */
final class EventsOfRemoved {

	private static final int WINDOW = 10_000;

	private static final UUID FIRST = new UUID(0, 0);

	/**
	 * The longest time in which the last bytes of a lost transaction may still reach the
	 * server, which the entry at its place in the log refuses.
	 */
	private static final Duration LATE_BYTES = Duration.ofHours(1);

	private final StoreParts parts;

	private UUID last = FIRST;

	EventsOfRemoved(StoreParts parts) {
		this.parts = parts;
	}

	/** Removes the entries of the window that are older than a time. */
	void removeOld(Connection connection, Instant until) throws SQLException {
		String sql = "SELECT e.uid, e.changed_at, t.uid, e.version FROM " + this.parts.tables().event()
				+ " e LEFT JOIN " + this.parts.tables().task()
				+ " t ON t.uid = e.uid WHERE e.uid > ? ORDER BY e.uid LIMIT " + WINDOW;
		Set<UUID> old = new HashSet<>();
		int read = 0;
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, this.last);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					read++;
					this.last = rows.getObject(1, UUID.class);
					Instant limit = (rows.getLong(4) == 0) ? until.minus(LATE_BYTES) : until;
					boolean isOld = !rows.getObject(2, OffsetDateTime.class).toInstant().isAfter(limit);
					if (isOld && rows.getObject(3) == null) {
						old.add(this.last);
					}
				}
			}
		}
		if (read < WINDOW) {
			this.last = FIRST;
		}
		Removals.remove(connection, this.parts.tables(), List.copyOf(old));
	}

}
