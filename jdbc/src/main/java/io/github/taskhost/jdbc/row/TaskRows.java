package io.github.taskhost.jdbc.row;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.row.StoredRow.StoredReport;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of tasks. Thread-safe.
 */
public final class TaskRows {

	private static final String COLUMNS = columns("t.input", "CASE WHEN l.uid IS NULL THEN t.result ELSE l.result END");

	/** A record has a place for its input, so there must be one. */
	private static final String SLIM = columns("CASE WHEN t.input IS NULL THEN NULL ELSE '{}' END",
			"CAST(NULL AS VARCHAR)");

	private final String all;

	private final String live;

	private final String hasItsId;

	private final RecordCodec codec;

	public TaskRows(Tables tables, RecordCodec codec) {
		this.all = " FROM " + tables.task() + " t LEFT JOIN " + tables.live() + " l ON l.uid = t.uid ";
		this.live = " FROM " + tables.live() + " l JOIN " + tables.task() + " t ON t.uid = l.uid ";
		this.hasItsId = "(t.task_id IS NULL OR t.end_state IS NULL OR NOT EXISTS (SELECT 1 FROM " + tables.task()
				+ " o WHERE o.task_id = t.task_id AND o.session_id = t.session_id "
				+ "AND (o.end_state IS NULL OR o.uid > t.uid) AND o.uid <> t.uid))";
		this.codec = codec;
	}

	private static String columns(String input, String result) {
		return "t.uid, t.session_id, " + input + " AS input, COALESCE(l.record, t.record) AS record, " + result
				+ " AS result, COALESCE(l.version, t.version) AS version, COALESCE(l.recoveries, 0) AS recoveries, "
				+ "l.worker, l.status, "
				+ "l.progress, l.heartbeat_at, l.reported_version, l.reported_sequence, l.reported_at, "
				+ "t.task_id, t.kind, t.parent_uid, t.idem_key, t.created_at, t.ended_at, "
				+ "COALESCE(l.state, t.end_state) AS state, l.attempt, "
				+ "CASE WHEN l.uid IS NULL THEN 1 ELSE 0 END AS ended";
	}

	/** The columns and tables of a query of all tasks, {@code t} and {@code l}. */
	public String from() {
		return tasks(false, false);
	}

	/**
	 * The columns and tables of a query.
	 * @param live whether only live tasks are asked for
	 * @param slim whether the result is left out and the input is replaced by an empty
	 * one
	 */
	public String tasks(boolean live, boolean slim) {
		return (slim ? SLIM : COLUMNS) + (live ? this.live : this.all);
	}

	/** The condition that no other task has taken the id of an ended task. */
	public String hasItsId() {
		return this.hasItsId;
	}

	/** The columns and tables of a query of live tasks. */
	public String fromLive() {
		return tasks(true, false);
	}

	public List<StoredRow> list(PreparedStatement statement) throws SQLException {
		List<StoredRow> rows = new ArrayList<>();
		try (ResultSet results = statement.executeQuery()) {
			while (results.next()) {
				rows.add(StoredRow.of(results));
			}
		}
		return rows;
	}

	/**
	 * Reads the record of a row, with the report of the worker. A text that cannot be
	 * read has a placeholder.
	 */
	public StoredTask read(StoredRow row) {
		try {
			BackgroundTaskRecord record = this.codec.read(row.uid(), row.text());
			if (row.report() != null) {
				record = withReport(record, row.report());
			}
			return new StoredTask(record, row.revision(), row.recoveries());
		}
		catch (UnreadableTaskException ex) {
			return new StoredTask(PlainColumns.placeholder(row, ex), row.revision(), row.recoveries(), false);
		}
	}

	/** Reads rows. */
	public List<StoredTask> readAll(List<StoredRow> rows) {
		return rows.stream().map(this::read).toList();
	}

	private BackgroundTaskRecord withReport(BackgroundTaskRecord record, StoredReport report) {
		BackgroundTaskRecord.Builder builder = record.toBuilder();
		if (report.version() > record.version()) {
			String progress = report.progress();
			builder.version(report.version())
				.eventSequence(Math.max(report.sequence(), record.eventSequence()))
				.status(report.status())
				.progress((progress != null) ? this.codec.read(record.uid(), progress, Progress.class) : null)
				.updatedAt(report.time());
		}
		Instant heartbeat = report.heartbeatAt();
		if (heartbeat != null && (record.heartbeatAt() == null || heartbeat.isAfter(record.heartbeatAt()))) {
			builder.heartbeatAt(heartbeat);
		}
		return builder.build();
	}

	/** Returns the other task that holds the idempotency key of a change. */
	public @Nullable StoredRow holderOfKey(Connection connection, Write write) throws SQLException {
		String key = write.heldKey();
		return (key != null) ? holder(connection, write,
				"SELECT " + from() + "WHERE t.session_id = ? AND t.idem_key = ? AND t.uid <> ?", key) : null;
	}

	/** Returns the other live task with the id of a change, or with its uid. */
	public @Nullable StoredRow holderOfId(Connection connection, Write write) throws SQLException {
		StoredRow holder = holder(connection, write,
				"SELECT " + fromLive() + "WHERE l.session_id = ? AND l.task_id = ? AND l.uid <> ?",
				write.record().id());
		return (holder != null || write.sort() != Write.Sort.ACCEPT) ? holder : twin(connection, write);
	}

	private @Nullable StoredRow twin(Connection connection, Write write) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("SELECT " + from() + "WHERE t.uid = ?")) {
			statement.setObject(1, write.uid());
			return firstOf(list(statement));
		}
	}

	private @Nullable StoredRow holder(Connection connection, Write write, String sql, String name)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setString(1, write.record().sessionId());
			statement.setString(2, name);
			statement.setObject(3, write.uid());
			return firstOf(list(statement));
		}
	}

	public static @Nullable StoredRow firstOf(List<StoredRow> rows) {
		return rows.isEmpty() ? null : rows.get(0);
	}

}
