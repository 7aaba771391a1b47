package io.github.taskhost.jdbc.read;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.github.taskhost.autoconfigure.json.EventNames;
import io.github.taskhost.event.BackgroundTaskEvent.InputDeclined;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskHistory.Entry;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * The reads of the changes of tasks from the log of events, which has the state after
 * each stored change. The host finds the steps of the history in them. Thread-safe.
 */
public final class HistoryReads {

	/** The largest number of changes that are read: the newest, and the first. */
	private static final int MAX_CHANGES = 1000;

	private static final String DECLINED = EventNames.of(InputDeclined.class);

	private final ReadThreads threads;

	private final String sql;

	public HistoryReads(ReadThreads threads, Tables tables) {
		this.threads = threads;
		String changes = "SELECT version, changed_at, state, attempt, session_id, types FROM " + tables.event()
				+ " WHERE uid = ? ORDER BY version";
		this.sql = "SELECT * FROM (" + changes + " DESC LIMIT " + MAX_CHANGES + ") newest UNION SELECT * FROM ("
				+ changes + " LIMIT 1) first ORDER BY version";
	}

	/** Reads the changes of a task; without entries for an unknown task. */
	public TaskHistory history(UUID uid) {
		return this.threads.read((connection) -> {
			try (PreparedStatement statement = this.threads.prepare(connection, this.sql)) {
				PlainSql.bind(statement, List.of(uid, uid));
				try (ResultSet rows = statement.executeQuery()) {
					return history(rows);
				}
			}
		});
	}

	private static TaskHistory history(ResultSet rows) throws SQLException {
		List<Entry> changes = new ArrayList<>();
		while (rows.next()) {
			changes.add(entry(rows));
		}
		return new TaskHistory(changes, changes.size() > MAX_CHANGES);
	}

	private static Entry entry(ResultSet row) throws SQLException {
		return new Entry(Objects.requireNonNull(row.getObject("changed_at", OffsetDateTime.class)).toInstant(),
				BackgroundTaskState.valueOf(JournalReads.text(row, "state")), row.getInt("attempt"),
				JournalReads.text(row, "session_id"),
				List.of(JournalReads.text(row, "types").split(",")).contains(DECLINED));
	}

}
