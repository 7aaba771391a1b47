package io.github.taskhost.jdbc.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.row.TaskRows;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * The reads of pages. Columns find the tasks of most filters; those of a text, a worker
 * or a kind of failure are found by a bounded look at the records of the other filters.
 * Thread-safe.
 *
 * @param threads the threads that read
 * @param rows reads rows
 */
record PageReads(ReadThreads threads, TaskRows rows) {

	/** The largest number of records that are looked at for a page. */
	static final int BUDGET = 10_000;

	/** The number of records in memory at a time. */
	private static final int CHUNK = 1000;

	StoredPage page(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable UUID from) {
		PageQuery query = PageQuery.of(filter, order, from);
		return this.threads.read(
				(connection) -> query.isOfTexts() ? search(connection, query, limit) : read(connection, query, limit));
	}

	private StoredPage read(Connection connection, PageQuery query, int limit) throws SQLException {
		List<StoredRow> found = list(connection, query.statement(this.rows, false, limit + 1));
		boolean more = found.size() > limit;
		int end = (query.order() == TaskOrder.NEWEST_FIRST) ? limit : limit - 1;
		return new StoredPage(matching(query, more ? found.subList(0, limit) : found),
				more ? found.get(end).uid() : null, false);
	}

	private List<StoredTask> matching(PageQuery query, List<StoredRow> some) {
		return this.rows.readAll(some).stream().filter((task) -> query.filter().matches(task.record())).toList();
	}

	private StoredPage search(Connection connection, PageQuery query, int limit) throws SQLException {
		Look look = new Look(this.rows, query, limit);
		PageQuery next = query;
		int size = Math.min(CHUNK, limit + 1);
		while (next != null) {
			List<StoredRow> chunk = list(connection, next.statement(this.rows, true, size));
			boolean goesOn = chunk.stream().allMatch(look::takes) && chunk.size() == size;
			next = goesOn ? query.behind(chunk.getLast().uid()) : null;
			size = CHUNK;
		}
		List<StoredTask> tasks = look.hits.isEmpty() ? List.of() : matching(query, hits(connection, query, look));
		return new StoredPage(tasks, look.end, look.end != null && look.hits.size() < limit);
	}

	/** Reads the found tasks with their inputs and results. */
	private List<StoredRow> hits(Connection connection, PageQuery query, Look look) throws SQLException {
		return list(connection, query.ofUids(this.rows, connection.createArrayOf("uuid", look.hits.toArray())));
	}

	private List<StoredRow> list(Connection connection, PageQuery.Statement query) throws SQLException {
		try (PreparedStatement statement = this.threads.prepare(connection, query.sql())) {
			PlainSql.bind(statement, query.values());
			return this.rows.list(statement);
		}
	}

	/**
	 * A look at records until a page is full or the budget is used up. Used by one
	 * thread.
	 */
	private static final class Look {

		private final TaskRows rows;

		private final PageQuery query;

		private final int limit;

		private final List<UUID> hits = new ArrayList<>();

		private int looked;

		private @Nullable UUID last;

		private @Nullable UUID end;

		Look(TaskRows rows, PageQuery query, int limit) {
			this.rows = rows;
			this.query = query;
			this.limit = limit;
		}

		/** Looks at a row; returns whether to go on. */
		boolean takes(StoredRow row) {
			if (this.hits.size() == this.limit || this.looked == BUDGET) {
				this.end = (this.query.order() == TaskOrder.NEWEST_FIRST) ? row.uid() : this.last;
				return false;
			}
			this.looked++;
			this.last = row.uid();
			if (this.query.filter().matches(this.rows.read(row).record())) {
				this.hits.add(row.uid());
			}
			return true;
		}

	}

}
