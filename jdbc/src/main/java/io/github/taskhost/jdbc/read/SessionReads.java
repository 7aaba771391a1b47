package io.github.taskhost.jdbc.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.jdbc.row.TaskRows;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The reads of sessions with the numbers of their tasks. Thread-safe. PostgreSQL finds
 * the next session by the index of sessions, however many tasks a session has.
 */
public final class SessionReads {

	/** The largest number of sessions of a page, of which each is counted by itself. */
	private static final int PAGE = 100;

	/** The largest number of live tasks that are counted. */
	private static final int LIVE = 1000;

	/**
	 * The number of the newest tasks of a session of which the ended ones are counted.
	 */
	private static final int NEWEST = 2000;

	/** The largest number of sessions whose ids are searched for a text at once. */
	private static final int SEARCHED = 10_000;

	private final ReadThreads threads;

	private final StoreParts parts;

	private final TaskRows rows;

	public SessionReads(ReadThreads threads, StoreParts parts, TaskRows rows) {
		this.threads = threads;
		this.parts = parts;
		this.rows = rows;
	}

	/** Reads a page of sessions in the order of their ids. */
	public SessionPage page(@Nullable String text, int limit, @Nullable String after) {
		return this.threads.read((connection) -> {
			int size = Math.min(limit, PAGE);
			int most = (text != null) ? SEARCHED : size + 1;
			List<String> ids = ids(connection, after, most);
			List<String> found = ids.stream().filter((id) -> text == null || Texts.contains(id, text)).toList();
			boolean more = found.size() > size;
			List<SessionSummary> page = new ArrayList<>();
			for (String id : more ? found.subList(0, size) : found) {
				page.add(summary(connection, id));
			}
			String last = more ? found.get(size - 1) : (ids.size() == most) ? ids.getLast() : null;
			return new SessionPage(page, last);
		});
	}

	/** Reads the numbers of a session. */
	public SessionSummary session(String id) {
		return this.threads.read((connection) -> summary(connection, id));
	}

	private List<String> ids(Connection connection, @Nullable String after, int limit) throws SQLException {
		List<String> ids = new ArrayList<>();
		try (PreparedStatement statement = this.threads.prepare(connection, nextIds(after != null))) {
			PlainSql.bind(statement, Stream.of(after, (long) limit).filter((value) -> value != null).toList());
			try (ResultSet results = statement.executeQuery()) {
				while (results.next()) {
					ids.add(JournalReads.text(results, "session_id"));
				}
			}
		}
		return ids;
	}

	/** The statement for the ids of the next sessions; H2 has no recursion to rely on. */
	private String nextIds(boolean behind) {
		String table = this.parts.tables().task();
		String where = behind ? " WHERE session_id > ?" : "";
		if (this.parts.database() == Database.H2) {
			return "SELECT DISTINCT session_id FROM " + table + where + " ORDER BY session_id LIMIT ?";
		}
		return "WITH RECURSIVE found(session_id) AS ((SELECT session_id FROM " + table + where
				+ " ORDER BY session_id LIMIT 1) UNION ALL SELECT (SELECT t.session_id FROM " + table
				+ " t WHERE t.session_id > found.session_id ORDER BY t.session_id LIMIT 1) FROM found "
				+ "WHERE found.session_id IS NOT NULL) SELECT session_id FROM found WHERE session_id IS NOT NULL LIMIT ?";
	}

	private SessionSummary summary(Connection connection, String id) throws SQLException {
		try (PreparedStatement statement = this.threads.prepare(connection, counts())) {
			PlainSql.bind(statement, List.of(id, id));
			try (ResultSet results = statement.executeQuery()) {
				return summary(id, results);
			}
		}
	}

	/**
	 * The statement for the numbers of a session. It reads a bounded number of rows:
	 * those of ended tasks that lost their id, and of live ones, are read and not
	 * counted.
	 */
	private String counts() {
		String live = this.parts.tables().live();
		String task = this.parts.tables().task();
		return "SELECT state, COUNT(*) AS tasks, MIN(created_at) AS oldest, 0 AS looked FROM "
				+ "(SELECT l.state, t.created_at FROM " + live + " l JOIN " + task
				+ " t ON t.uid = l.uid WHERE l.session_id = ? LIMIT " + LIVE + ") live GROUP BY state "
				+ "UNION ALL SELECT end_state, SUM(counted), NULL, COUNT(*) FROM (SELECT t.end_state, "
				+ "CASE WHEN t.end_state IS NOT NULL AND " + this.rows.hasItsId() + " THEN 1 ELSE 0 END AS counted "
				+ "FROM (SELECT uid, session_id, task_id, end_state FROM " + task
				+ " WHERE session_id = ? ORDER BY session_id DESC, uid DESC LIMIT " + NEWEST
				+ ") t) newest GROUP BY end_state";
	}

	private static SessionSummary summary(String id, ResultSet results) throws SQLException {
		Map<BackgroundTaskState, Long> states = new EnumMap<>(BackgroundTaskState.class);
		Instant oldest = null;
		long looked = 0;
		while (results.next()) {
			looked += results.getLong("looked");
			if (results.getLong("tasks") > 0) {
				states.put(BackgroundTaskState.valueOf(JournalReads.text(results, "state")), results.getLong("tasks"));
			}
			OffsetDateTime time = results.getObject("oldest", OffsetDateTime.class);
			if (time != null && (oldest == null || time.toInstant().isBefore(oldest))) {
				oldest = time.toInstant();
			}
		}
		boolean partial = looked == NEWEST || new SessionSummary(id, states, false, 0, oldest).live() == LIVE;
		return new SessionSummary(id, states, partial, 0, oldest);
	}

}
