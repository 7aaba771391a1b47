package io.github.taskhost.jdbc.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;

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
		return read(uid).all();
	}

	/** Reads the details of a task, without those that cannot be read. */
	public StoredDetails readable(UUID uid) {
		return read(uid).readable();
	}

	private Details read(UUID uid) {
		return Objects.requireNonNull(details(List.of(uid)).get(uid));
	}

	/** Reads the details of tasks, with three statements. */
	public Map<UUID, Details> details(Collection<UUID> uids) {
		Tables tables = this.parts.tables();
		return this.threads.read((connection) -> {
			Map<UUID, Details> all = new HashMap<>();
			uids.forEach((uid) -> all.put(uid, new Details()));
			read(connection, all, newest("message", tables.message()), (uid, row, details) -> details.messages
				.add(this.codec.read(uid, JournalReads.text(row, "message"), TaskMessage.class)));
			read(connection, all, newest("line", tables.output()), (uid, row, details) -> details.output
				.add(this.codec.read(uid, JournalReads.text(row, "line"), TaskOutputLine.class)));
			read(connection, all,
					"SELECT uid, name, content FROM " + tables.checkpoint() + " WHERE uid = ANY(?) ORDER BY uid, name",
					(uid, row, details) -> details.kept.add(kept(uid, row)));
			return all;
		});
	}

	private KeptValue kept(UUID uid, ResultSet row) throws SQLException {
		return this.kept.read(uid, JournalReads.text(row, "name"), JournalReads.text(row, "content"));
	}

	/**
	 * The statement for the newest values of each task. PostgreSQL reads no others where
	 * an index has their order, as that of the output; H2 has no join that does so.
	 */
	private String newest(String column, String table) {
		if (this.parts.database() == Database.POSTGRESQL) {
			return "SELECT wanted.uid, newest." + column + " FROM unnest(?::uuid[]) wanted(uid) CROSS JOIN LATERAL "
					+ "(SELECT no, " + column + " FROM " + table + " WHERE uid = wanted.uid ORDER BY no DESC LIMIT "
					+ MAX_ROWS + ") newest ORDER BY wanted.uid, newest.no";
		}
		return "SELECT uid, " + column + " FROM (SELECT uid, " + column
				+ ", no, ROW_NUMBER() OVER (PARTITION BY uid ORDER BY no DESC) AS place FROM " + table
				+ " WHERE uid = ANY(?)) newest WHERE place <= " + MAX_ROWS + " ORDER BY uid, no";
	}

	private void read(Connection connection, Map<UUID, Details> all, String sql, Reader reader) throws SQLException {
		try (PreparedStatement statement = this.threads.prepare(connection, sql)) {
			statement.setArray(1, connection.createArrayOf("uuid", all.keySet().toArray()));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					UUID uid = Objects.requireNonNull(rows.getObject("uid", UUID.class));
					Objects.requireNonNull(all.get(uid)).add(uid, rows, reader);
				}
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

	/** The details of a task, as far as they can be read. Used by one thread. */
	public static final class Details {

		private final List<TaskMessage> messages = new ArrayList<>();

		private final List<TaskOutputLine> output = new ArrayList<>();

		private final List<KeptValue> kept = new ArrayList<>();

		private @Nullable UnreadableTaskException unreadable;

		private void add(UUID uid, ResultSet row, Reader reader) throws SQLException {
			try {
				reader.read(uid, row, this);
			}
			catch (UnreadableTaskException ex) {
				this.unreadable = ex;
			}
		}

		/**
		 * All details.
		 * @throws UnreadableTaskException if one of them cannot be read
		 */
		public StoredDetails all() {
			if (this.unreadable != null) {
				throw new UnreadableTaskException(this.unreadable.uid(), this.unreadable);
			}
			return readable();
		}

		/** The details that can be read. */
		public StoredDetails readable() {
			return new StoredDetails(this.messages, this.output, this.kept);
		}

	}

	/** Reads a row into the details of its task. */
	private interface Reader {

		void read(UUID uid, ResultSet row, Details details) throws SQLException;

	}

}
