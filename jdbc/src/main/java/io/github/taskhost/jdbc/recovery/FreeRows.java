package io.github.taskhost.jdbc.recovery;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;

/**
 * The queries for tasks without a worker in the order of their ranks, which were stored
 * when the tasks were accepted, and of their uids. If kinds are left out, PostgreSQL
 * looks at each other kind on its own, by an index over kinds, so that no query reads the
 * backlog of a kind that is left out. Immutable.
 */
final class FreeRows {

	private final Database database;

	private final String live;

	FreeRows(Database database, Tables tables) {
		this.database = database;
		this.live = tables.live();
	}

	/**
	 * The query for the tasks behind one. Its last parameters are those of
	 * {@link Place#bind} and, if kinds are left out, an array of these.
	 * @param columns the columns, of the row {@code l}
	 * @param without whether kinds are left out
	 * @param limit the largest number of tasks
	 */
	String query(String columns, boolean without, int limit) {
		String end = " ORDER BY l.start_rank, l.uid LIMIT " + limit;
		String free = " FROM " + this.live
				+ " l WHERE l.worker IS NULL AND l.start_rank >= ? AND (l.start_rank, l.uid) > (?, ?)";
		if (!without) {
			return "SELECT " + columns + free + end;
		}
		if (this.database != Database.POSTGRESQL) {
			return "SELECT " + columns + free + " AND NOT (l.kind = ANY(?))" + end;
		}
		return kinds() + "SELECT " + columns + " FROM kinds k CROSS JOIN LATERAL (SELECT *" + free
				+ " AND l.kind = k.kind" + end + ") l WHERE NOT (k.kind = ANY(?))" + end;
	}

	/** The kinds of the tasks without a worker, each by one look into the index. */
	private String kinds() {
		String next = "SELECT min(l.kind) FROM " + this.live + " l WHERE l.worker IS NULL";
		return "WITH RECURSIVE kinds (kind) AS (" + next + " UNION ALL SELECT (" + next
				+ " AND l.kind > k.kind) FROM kinds k WHERE k.kind IS NOT NULL) ";
	}

	/**
	 * The place of a task in the order.
	 *
	 * @param rank the rank
	 * @param uid the uid
	 */
	record Place(long rank, UUID uid) {

		/** The place before all tasks. */
		static final Place FIRST = new Place(Long.MIN_VALUE, new UUID(0, 0));

		/**
		 * Binds the place.
		 * @param from the number of the first parameter
		 * @return the number of the parameter behind it
		 */
		int bind(PreparedStatement statement, int from) throws SQLException {
			statement.setLong(from, this.rank);
			statement.setLong(from + 1, this.rank);
			statement.setObject(from + 2, this.uid);
			return from + 3;
		}

	}

}
