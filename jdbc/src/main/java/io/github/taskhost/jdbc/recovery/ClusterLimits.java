package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * The limits of kinds for all nodes together. A transaction that claims tasks of such a
 * kind holds an advisory lock of the kind until its commit, and counts the tasks that
 * have a worker after it has the lock: the limit is exact. A task that waits for others
 * is claimed without a place, so that a node watches these; it is given back, and claimed
 * again, when they have ended. H2, which is for a single node, needs no lock. Used by one
 * thread.
 */
final class ClusterLimits {

	private final StoreParts parts;

	ClusterLimits(StoreParts parts) {
		this.parts = parts;
	}

	/**
	 * The tasks that may be claimed in this transaction, oldest first.
	 * @param tasks the tasks, oldest first
	 * @param most the limit of a kind, {@link Integer#MAX_VALUE} for none
	 */
	List<StoredTask> within(Connection connection, List<StoredTask> tasks, ToIntFunction<String> most)
			throws SQLException {
		SortedMap<String, Integer> left = new TreeMap<>();
		for (StoredTask task : tasks) {
			String kind = task.record().kind();
			left.putIfAbsent(kind, most.applyAsInt(kind));
		}
		left.values().removeIf((limit) -> limit == Integer.MAX_VALUE);
		if (left.isEmpty()) {
			return tasks;
		}
		for (String kind : left.keySet()) {
			lock(connection, kind);
		}
		for (var kind : left.entrySet()) {
			kind.setValue(kind.getValue() - owned(connection, kind.getKey(), kind.getValue()));
		}
		return tasks.stream()
			.filter((task) -> task.record().held()
					|| isFree(left.computeIfPresent(task.record().kind(), (kind, free) -> free - 1)))
			.collect(Collectors.toList());
	}

	/** Whether a kind has no limit, {@code null}, or a place for one more task. */
	private static boolean isFree(@Nullable Integer left) {
		return left == null || left >= 0;
	}

	/** Locks a kind. Kinds are locked in the order of their names. */
	private void lock(Connection connection, String kind) throws SQLException {
		if (this.parts.database() != Database.POSTGRESQL) {
			return;
		}
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
			statement.setString(1, this.parts.tables().live() + ":" + kind);
			statement.executeQuery().close();
		}
	}

	/** The number of tasks of a kind that have a worker, up to a number. */
	private int owned(Connection connection, String kind, int most) throws SQLException {
		String sql = "SELECT count(*) FROM (SELECT 1 AS owned FROM " + this.parts.tables().live()
				+ " WHERE worker IS NOT NULL AND kind = ? AND held = 0 LIMIT ?) o";
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, kind);
			statement.setInt(2, most);
			try (ResultSet rows = statement.executeQuery()) {
				rows.next();
				return rows.getInt(1);
			}
		}
	}

}
