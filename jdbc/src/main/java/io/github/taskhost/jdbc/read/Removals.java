package io.github.taskhost.jdbc.read;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.spi.JournalResult;

/**
 * The ended tasks that are removed later, with all that is stored of them. Reads leave
 * them out meanwhile. Their number is bounded by that of the records that hosts retain. A
 * process that dies before leaves them to the retention of another one. Thread-safe.
 */
public final class Removals {

	private static final int BATCH = 1000;

	private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();

	public void add(UUID uid) {
		this.waiting.add(uid);
	}

	public boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	public boolean contains(UUID uid) {
		return !this.waiting.isEmpty() && this.waiting.contains(uid);
	}

	/** Whether a task that waits holds the name that a change was to take. */
	public boolean hasHolder(JournalResult result) {
		return result instanceof JournalResult.Duplicate duplicate && contains(duplicate.holder().record().uid());
	}

	/**
	 * Removes the tasks that wait, in transactions of {@value #BATCH} tasks.
	 * @return {@code true}, after all were removed
	 */
	public boolean flush(Connection connection, Tables tables) throws SQLException {
		List<UUID> all = new ArrayList<>(this.waiting);
		for (int from = 0; from < all.size(); from += BATCH) {
			List<UUID> batch = all.subList(from, Math.min(all.size(), from + BATCH));
			remove(connection, tables, batch);
			batch.forEach(this.waiting::remove);
		}
		return true;
	}

	/** Removes ended tasks with all that is stored of them. */
	public static void remove(Connection connection, Tables tables, List<UUID> uids) throws SQLException {
		Array array = connection.createArrayOf("uuid", uids.toArray());
		run(connection, "DELETE FROM " + tables.task() + " WHERE uid = ANY(?) AND end_state IS NOT NULL", array);
		for (String table : List.of(tables.message(), tables.output(), tables.checkpoint(), tables.wake(),
				tables.event())) {
			run(connection, "DELETE FROM " + table + " WHERE uid = ANY(?)", array);
		}
		if (!connection.getAutoCommit()) {
			connection.commit();
		}
	}

	private static void run(Connection connection, String sql, Array uids) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setArray(1, uids);
			statement.executeUpdate();
		}
	}

}
