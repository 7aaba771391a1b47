package io.github.taskhost.jdbc.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.row.KeptCodec;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.StoredDetails;

/**
 * The reads of values beside records: messages, output, kept values, and the wakes of
 * sessions. Thread-safe.
 */
public final class DetailReads {

	/** The largest numbers of values of a read: the newest messages and lines. */
	private static final int MAX_ROWS = 1000;

	private final ReadThreads threads;

	private final StoreParts parts;

	private final RecordCodec codec;

	private final KeptCodec kept;

	public DetailReads(ReadThreads threads, StoreParts parts, RecordCodec codec) {
		this.threads = threads;
		this.parts = parts;
		this.codec = codec;
		this.kept = new KeptCodec(codec);
	}

	/**
	 * Reads the details of a task.
	 * @throws UnreadableTaskException if one of them cannot be read
	 */
	public StoredDetails details(UUID uid) {
		return details(uid, true);
	}

	/** Reads the details of a task, without those that cannot be read. */
	public StoredDetails readable(UUID uid) {
		return details(uid, false);
	}

	private StoredDetails details(UUID uid, boolean all) {
		Tables tables = this.parts.tables();
		return this.threads.read((connection) -> new StoredDetails(
				list(connection, uid, newest("message", "no", tables.message()), all,
						(row) -> this.codec.read(uid, JournalReads.text(row, "message"), TaskMessage.class)),
				list(connection, uid, newest("line", "no", tables.output()), all,
						(row) -> this.codec.read(uid, JournalReads.text(row, "line"), TaskOutputLine.class)),
				list(connection, uid,
						"SELECT name, content FROM " + tables.checkpoint() + " WHERE uid = ? ORDER BY name", all,
						(row) -> kept(uid, row))));
	}

	private KeptValue kept(UUID uid, ResultSet row) throws SQLException {
		return this.kept.read(uid, JournalReads.text(row, "name"), JournalReads.text(row, "content"));
	}

	private static String newest(String column, String order, String table) {
		return "SELECT " + column + " FROM (SELECT " + column + ", " + order + " FROM " + table
				+ " WHERE uid = ? ORDER BY " + order + " DESC LIMIT " + MAX_ROWS + ") newest ORDER BY " + order;
	}

	private <T> List<T> list(Connection connection, UUID uid, String sql, boolean all, Reader<T> reader)
			throws SQLException {
		List<T> values = new ArrayList<>();
		try (PreparedStatement statement = this.threads.prepare(connection, sql)) {
			statement.setObject(1, uid);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					add(values, rows, all, reader);
				}
			}
		}
		return values;
	}

	private static <T> void add(List<T> values, ResultSet row, boolean all, Reader<T> reader) throws SQLException {
		try {
			values.add(reader.read(row));
		}
		catch (UnreadableTaskException ex) {
			if (all) {
				throw ex;
			}
		}
	}

	/** Takes the newest wakes of a session, and drops the others. */
	public SessionWakes drainWakes(String sessionId, int limit) {
		return this.threads.read((connection) -> {
			int dropped = dropWakes(connection, sessionId, limit);
			return new SessionWakes(List.copyOf(takeWakes(connection, sessionId).values()), dropped);
		});
	}

	private int dropWakes(Connection connection, String sessionId, int limit) throws SQLException {
		String table = this.parts.tables().wake();
		String sql = "DELETE FROM " + table + " WHERE session_id = ? AND id <= (SELECT id FROM " + table
				+ " WHERE session_id = ? ORDER BY id DESC OFFSET ? ROWS FETCH NEXT 1 ROWS ONLY)";
		try (PreparedStatement statement = this.threads.prepare(connection, sql)) {
			PlainSql.bind(statement, List.of(sessionId, sessionId, limit));
			return statement.executeUpdate();
		}
	}

	/** Takes wakes, in the order of their insertion. */
	private SortedMap<Long, SessionWake> takeWakes(Connection connection, String sessionId) throws SQLException {
		String columns = "id, no, session_id, uid, task_id, reason, woken_at";
		String delete = "DELETE FROM " + this.parts.tables().wake() + " WHERE session_id = ?";
		String sql = (this.parts.database() == Database.H2) ? "SELECT " + columns + " FROM OLD TABLE (" + delete + ")"
				: delete + " RETURNING " + columns;
		SortedMap<Long, SessionWake> wakes = new TreeMap<>();
		try (PreparedStatement statement = this.threads.prepare(connection, sql)) {
			statement.setString(1, sessionId);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					wakes.put(rows.getLong("id"), wake(rows));
				}
			}
		}
		return wakes;
	}

	private static SessionWake wake(ResultSet row) throws SQLException {
		return new SessionWake(row.getLong("no"), JournalReads.text(row, "session_id"),
				JournalReads.text(row, "task_id"), Objects.requireNonNull(row.getObject("uid", UUID.class)),
				WakeReason.valueOf(row.getString("reason")),
				Objects.requireNonNull(row.getObject("woken_at", OffsetDateTime.class)).toInstant());
	}

	/**
	 * Reads a row.
	 *
	 * @param <T> the type of the value
	 */
	private interface Reader<T> {

		T read(ResultSet row) throws SQLException;

	}

}
