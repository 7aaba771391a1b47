package io.github.taskhost.jdbc.read;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.row.TaskRows;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The reads of tasks. A task whose record cannot be read has a placeholder. Thread-safe.
 */
public final class JournalReads {

	private static final String LIVE_FIRST = "CASE WHEN l.uid IS NULL THEN 1 ELSE 0 END";

	private final ReadThreads threads;

	private final TaskRows rows;

	private final PageReads pages;

	public JournalReads(ReadThreads threads, TaskRows rows) {
		this.threads = threads;
		this.rows = rows;
		this.pages = new PageReads(threads, rows);
	}

	public @Nullable StoredTask find(UUID uid) {
		return only(query("SELECT " + this.rows.from() + "WHERE t.uid = ?", List.of(uid)));
	}

	public @Nullable StoredTask find(String sessionId, String taskId) {
		UUID uid = BackgroundTaskRecord.uidOfGeneratedId(taskId);
		if (uid != null) {
			StoredTask task = only(query("SELECT " + this.rows.from() + "WHERE t.uid = ? AND t.session_id = ?",
					List.of(uid, sessionId)));
			if (task != null) {
				return task;
			}
		}
		return only(query("SELECT " + this.rows.from() + "WHERE t.task_id = ? AND t.session_id = ? ORDER BY "
				+ LIVE_FIRST + ", t.uid DESC LIMIT 1", List.of(taskId, sessionId)));
	}

	private @Nullable StoredTask only(List<StoredRow> found) {
		StoredRow row = TaskRows.firstOf(found);
		return (row != null) ? this.rows.read(row) : null;
	}

	public List<StoredTask> findAll(String taskId, int limit) {
		UUID uid = BackgroundTaskRecord.uidOfGeneratedId(taskId);
		String generated = (uid != null) ? "t.uid = ? OR " : "";
		String sql = "SELECT * FROM (SELECT DISTINCT ON (t.session_id) " + this.rows.from() + "WHERE " + generated
				+ "t.task_id = ? ORDER BY t.session_id, " + LIVE_FIRST
				+ ", t.uid DESC) found ORDER BY ended, uid LIMIT ?";
		return this.rows.readAll(query(sql, (uid != null) ? List.of(uid, taskId, limit) : List.of(taskId, limit)));
	}

	public List<StoredTask> holders(String sessionId, Collection<String> keys) {
		return this.threads.read((connection) -> {
			String sql = "SELECT " + this.rows.from() + "WHERE t.session_id = ? AND t.idem_key = ANY(?)";
			try (PreparedStatement statement = this.threads.prepare(connection, sql)) {
				statement.setString(1, sessionId);
				statement.setArray(2, connection.createArrayOf("varchar", keys.toArray()));
				return this.rows.readAll(this.rows.list(statement));
			}
		});
	}

	public StoredPage page(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable UUID from) {
		return this.pages.page(filter, order, limit, from);
	}

	public List<StoredTask> children(UUID parentUid, int limit) {
		return this.rows.readAll(query("SELECT " + this.rows.from() + "WHERE t.parent_uid = ? ORDER BY t.uid LIMIT ?",
				List.of(parentUid, limit)));
	}

	private List<StoredRow> query(String sql, List<?> values) {
		return this.threads.read((connection) -> {
			try (PreparedStatement statement = this.threads.prepare(connection, sql)) {
				PlainSql.bind(statement, values);
				return this.rows.list(statement);
			}
		});
	}

	/** A column of text, which is never null. */
	public static String text(ResultSet row, String column) throws SQLException {
		return Objects.requireNonNull(row.getString(column));
	}

}
