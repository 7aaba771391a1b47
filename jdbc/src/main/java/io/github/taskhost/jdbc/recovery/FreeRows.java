package io.github.taskhost.jdbc.recovery;

import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;

/**
 * The queries for tasks without a worker in the order of their uids. If kinds are left
 * out, PostgreSQL looks at each other kind on its own, by an index over kinds, so that no
 * query reads the backlog of a kind that is left out. Immutable.
 */
final class FreeRows {

	private final Database database;

	private final String live;

	FreeRows(Database database, Tables tables) {
		this.database = database;
		this.live = tables.live();
	}

	/**
	 * The query for the tasks behind one. Its last parameters are the uid of that task
	 * and, if kinds are left out, an array of these.
	 * @param columns the columns, of the row {@code l}
	 * @param without whether kinds are left out
	 * @param limit the largest number of tasks
	 */
	String query(String columns, boolean without, int limit) {
		String end = " ORDER BY l.uid LIMIT " + limit;
		String free = " FROM " + this.live + " l WHERE l.worker IS NULL AND l.uid > ?";
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

}
