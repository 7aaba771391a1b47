package io.github.taskhost.jdbc.schedule;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.SqlFailures;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.spi.ScheduleJournal.Next;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements on rows of schedules. Thread-safe.
 */
final class ScheduleRows {

	private static final Logger log = LoggerFactory.getLogger(ScheduleRows.class);

	private final String table;

	private final Database database;

	private final ScheduleTexts texts;

	private final int timeout;

	/**
	 * Creates the statements.
	 * @param timeout the longest time of a statement, in seconds
	 */
	ScheduleRows(StoreParts parts, RecordCodec codec, int timeout) {
		this.table = parts.tables().schedule();
		this.database = parts.database();
		this.texts = new ScheduleTexts(codec);
		this.timeout = timeout;
	}

	private PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
			throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		statement.setQueryTimeout(this.timeout);
		PlainSql.bind(statement, Arrays.asList(values));
		return statement;
	}

	private int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
		try (PreparedStatement statement = prepare(connection, sql, values)) {
			return statement.executeUpdate();
		}
	}

	/** Reads and locks a schedule. */
	@Nullable ScheduleRecord lock(Connection connection, String sessionId, String id) throws SQLException {
		return first(connection, " WHERE session_id = ? AND id = ? FOR UPDATE", sessionId, id);
	}

	/**
	 * Reads and locks a schedule whose time has come. One that this version of the
	 * library cannot read is left to others.
	 */
	@Nullable ScheduleRecord lockDue(Connection connection, UUID uid, Instant now) throws SQLException {
		List<ScheduleRecord> found = list(connection, true, " WHERE uid = ? AND look_at <= ? FOR UPDATE", uid,
				time(now));
		return found.isEmpty() ? null : found.getFirst();
	}

	@Nullable ScheduleRecord find(Connection connection, String sessionId, String id) throws SQLException {
		return first(connection, " WHERE session_id = ? AND id = ?", sessionId, id);
	}

	private @Nullable ScheduleRecord first(Connection connection, String rest, Object... values) throws SQLException {
		List<ScheduleRecord> found = list(connection, false, rest, values);
		return found.isEmpty() ? null : found.getFirst();
	}

	/** Reads a page of schedules, without those that cannot be read. */
	List<ScheduleRecord> page(Connection connection, @Nullable String sessionId, int limit, @Nullable String after)
			throws SQLException {
		List<Object> values = new ArrayList<>();
		StringBuilder sql = new StringBuilder(" WHERE 1 = 1");
		if (sessionId != null) {
			sql.append(" AND session_id = ?");
			values.add(sessionId);
		}
		if (after != null) {
			sql.append(" AND (session_id, id) > (?, ?)");
			values.add(after.substring(0, after.indexOf('/')));
			values.add(after.substring(after.indexOf('/') + 1));
		}
		values.add(limit);
		return list(connection, true, sql + " ORDER BY session_id, id LIMIT ?", values.toArray());
	}

	private List<ScheduleRecord> list(Connection connection, boolean lenient, String rest, @Nullable Object... values)
			throws SQLException {
		String sql = "SELECT uid, session_id, id, definition, state, progress, created_at, version FROM " + this.table
				+ rest;
		List<ScheduleRecord> found = new ArrayList<>();
		try (PreparedStatement statement = prepare(connection, sql, values);
				ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				add(found, rows, lenient);
			}
		}
		return found;
	}

	private void add(List<ScheduleRecord> found, ResultSet row, boolean lenient) throws SQLException {
		try {
			found.add(read(row));
		}
		catch (UnreadableTaskException | IllegalArgumentException ex) {
			if (!lenient) {
				throw ex;
			}
			log.warn("Schedule {} of session {} cannot be read; it may be of a newer version of the library",
					row.getString("id"), row.getString("session_id"), ex);
		}
	}

	private ScheduleRecord read(ResultSet row) throws SQLException {
		UUID uid = row.getObject("uid", UUID.class);
		ScheduleTexts.Definition definition = this.texts.definition(uid, row.getString("definition"));
		return new ScheduleRecord(uid, row.getString("session_id"), row.getString("id"), definition.schedule(),
				this.texts.registration(uid, definition), definition.options(),
				ScheduleState.valueOf(row.getString("state")),
				row.getObject("created_at", OffsetDateTime.class).toInstant(),
				this.texts.progress(uid, row.getString("progress")), row.getLong("version"), List.of());
	}

	/**
	 * Inserts a schedule.
	 * @return {@code false} if another process has inserted one with its name
	 */
	boolean insert(Connection connection, ScheduleRecord schedule, Next next) throws SQLException {
		String sql = "INSERT INTO " + this.table + " (uid, session_id, id, kind, created_at, definition, state, "
				+ "progress, last_run, next_due, look_at, awaits_end, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
				+ "?, ?, ?)" + ((this.database == Database.POSTGRESQL) ? " ON CONFLICT DO NOTHING" : "");
		try {
			return update(connection, sql, schedule.uid(), schedule.sessionId(), schedule.id(),
					schedule.registration().kind(), time(schedule.createdAt()), this.texts.definition(schedule),
					schedule.state().name(), this.texts.progress(schedule.progress()), schedule.progress().lastRun(),
					time(schedule.progress().nextDue()), time(next.look()), next.awaitsEnd(), schedule.version()) > 0;
		}
		catch (SQLException ex) {
			if (this.database == Database.H2 && SqlFailures.isDuplicate(ex)) {
				return false;
			}
			throw ex;
		}
	}

	/** Stores a change of a schedule that is locked. */
	void update(Connection connection, ScheduleRecord schedule, Next next) throws SQLException {
		update(connection,
				"UPDATE " + this.table + " SET kind = ?, definition = ?, state = ?, progress = ?, last_run = ?, "
						+ "next_due = ?, look_at = ?, awaits_end = ?, version = ? WHERE uid = ?",
				schedule.registration().kind(), this.texts.definition(schedule), schedule.state().name(),
				this.texts.progress(schedule.progress()), schedule.progress().lastRun(),
				time(schedule.progress().nextDue()), time(next.look()), next.awaitsEnd(), schedule.version(),
				schedule.uid());
	}

	void delete(Connection connection, UUID uid) throws SQLException {
		update(connection, "DELETE FROM " + this.table + " WHERE uid = ?", uid);
	}

	/**
	 * Lets a schedule be looked at that waits for the end of a run. The row is locked
	 * first: a look that is under way may be about to wait for this end, and an update
	 * does not wait for a row that does not match before.
	 */
	boolean ended(Connection connection, String sessionId, String id, UUID run, Instant now) throws SQLException {
		String lock = "SELECT uid FROM " + this.table + " WHERE session_id = ? AND id = ? FOR UPDATE";
		try (PreparedStatement statement = prepare(connection, lock, sessionId, id)) {
			statement.executeQuery().close();
		}
		return update(connection,
				"UPDATE " + this.table
						+ " SET look_at = ? WHERE session_id = ? AND id = ? AND last_run = ? AND awaits_end",
				time(now), sessionId, id, run) > 0;
	}

	/** Lets all schedules be looked at. */
	void hurryAll(Connection connection, Instant now) throws SQLException {
		update(connection, "UPDATE " + this.table + " SET look_at = ? WHERE look_at IS NOT NULL", time(now));
	}

	/** Counts the schedules. */
	Counts counts(Connection connection) throws SQLException {
		String sql = "SELECT COUNT(*), COUNT(CASE WHEN state = 'PAUSED' THEN 1 END) FROM " + this.table;
		try (PreparedStatement statement = prepare(connection, sql); ResultSet rows = statement.executeQuery()) {
			rows.next();
			return new Counts(rows.getLong(1), rows.getLong(2));
		}
	}

	/**
	 * Reads the next looks, the earliest first.
	 * @param after the last one of the page before, or {@code null}
	 */
	List<Look> looks(Connection connection, int limit, @Nullable Look after) throws SQLException {
		List<Object> values = new ArrayList<>();
		StringBuilder sql = new StringBuilder("SELECT uid, kind, look_at FROM ").append(this.table)
			.append(" WHERE look_at IS NOT NULL");
		if (after != null) {
			sql.append(" AND (look_at, uid) > (?, ?)");
			values.add(after.time().atOffset(ZoneOffset.UTC));
			values.add(after.uid());
		}
		values.add(limit);
		List<Look> found = new ArrayList<>();
		try (PreparedStatement statement = prepare(connection, sql + " ORDER BY look_at, uid LIMIT ?",
				values.toArray()); ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				found.add(new Look(rows.getObject(1, UUID.class), rows.getString(2),
						rows.getObject(3, OffsetDateTime.class).toInstant()));
			}
		}
		return found;
	}

	private static @Nullable OffsetDateTime time(@Nullable Instant time) {
		return (time != null) ? time.atOffset(ZoneOffset.UTC) : null;
	}

	/**
	 * The numbers of schedules.
	 *
	 * @param schedules the schedules
	 * @param paused the paused ones among them
	 */
	record Counts(long schedules, long paused) {
	}

	/**
	 * The next look at a schedule.
	 *
	 * @param uid the uid of the schedule
	 * @param kind the kind of its runs
	 * @param time the time
	 */
	record Look(UUID uid, String kind, Instant time) {
	}

}
