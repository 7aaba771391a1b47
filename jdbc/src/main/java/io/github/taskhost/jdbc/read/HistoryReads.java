package io.github.taskhost.jdbc.read;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * The reads of the histories of tasks from the log of events, which has the state after
 * each stored change. Thread-safe.
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

	/** Reads the history of a task; without entries for an unknown task. */
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
		Deque<Entry> entries = new ArrayDeque<>();
		Entry first = null;
		int changes = 0;
		boolean full = false;
		while (rows.next()) {
			changes++;
			Entry entry = entry(rows);
			first = (first != null) ? first : entry;
			if (entries.isEmpty() || isStep(entries.getLast(), entry)) {
				entries.add(entry);
			}
			if (entries.size() > TaskHistory.MAX_ENTRIES) {
				full = true;
				entries.removeFirst();
				entries.removeFirst();
				entries.addFirst(first);
			}
		}
		return new TaskHistory(List.copyOf(entries), full || changes > MAX_CHANGES);
	}

	private static Entry entry(ResultSet row) throws SQLException {
		return new Entry(Objects.requireNonNull(row.getObject("changed_at", OffsetDateTime.class)).toInstant(),
				BackgroundTaskState.valueOf(JournalReads.text(row, "state")), row.getInt("attempt"),
				JournalReads.text(row, "session_id"),
				List.of(JournalReads.text(row, "types").split(",")).contains(DECLINED));
	}

	private static boolean isStep(Entry before, Entry after) {
		return after.declined() || before.state() != after.state() || before.attempt() != after.attempt()
				|| !before.sessionId().equals(after.sessionId());
	}

}
