package io.github.taskhost.jdbc.sql;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.github.taskhost.event.SessionWake;
import io.github.taskhost.jdbc.sql.Bulk.Column;
import io.github.taskhost.jdbc.sql.Bulk.ColumnType;
import io.github.taskhost.jdbc.sql.Bulk.Template;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The statements that store changes. Each guarded statement returns the tasks whose row
 * was at the revision before. Immutable.
 */
public final class Statements {

	private static final String GUARD = "t.uid = :uid AND t.version = :before AND (:worker IS NULL OR t.worker = :worker)";

	private static final String SET_LIVE = "version = :version, state = :state, record = :record, result = :result, "
			+ "recoveries = CASE WHEN t.attempt = :attempt THEN t.recoveries ELSE 0 END, attempt = :attempt, held = :held";

	private static final String SET_ENDED = "version = :version, session_id = :session_id, idem_key = :idem_key, "
			+ "record = :ended_record, result = :ended_result";

	private final Database database;

	private final Tables tables;

	public final Bulk<Write> acceptLive;

	public final Bulk<Write> acceptTask;

	public final Bulk<Write> change;

	public final Bulk<Write> move;

	public final Bulk<Write> moveTask;

	public final Bulk<Write> moveWakes;

	public final Bulk<Write> endLive;

	public final Bulk<Write> endTask;

	public final Bulk<Write> rewrite;

	public final Bulk<Write> removeLive;

	public final Bulk<Write> removeEnded;

	public final Bulk<Write> dropLive;

	public final Bulk<Write> dropTask;

	public final Bulk<Write> wake;

	public Statements(Database database, Tables tables) {
		this.database = database;
		this.tables = tables;
		this.acceptLive = insert(tables.live(),
				"session_id, task_id, uid, worker, attempt, version, kind, state, record, result, held",
				"(session_id = :session_id AND task_id = :task_id) OR uid = :uid");
		this.acceptTask = acceptTask();
		this.change = update(tables.live(), SET_LIVE, GUARD);
		this.move = update(tables.live(), SET_LIVE + ", session_id = :session_id",
				GUARD + " AND NOT EXISTS (SELECT 1 FROM " + tables.live()
						+ " o WHERE o.session_id = :session_id AND o.task_id = :task_id) AND " + keyIsFree());
		this.moveTask = update(tables.task(), "version = :version, session_id = :session_id", "t.uid = :uid");
		this.moveWakes = update(tables.wake(), "session_id = :session_id", "t.uid = :uid");
		this.endLive = delete(tables.live(), GUARD);
		this.endTask = update(tables.task(), SET_ENDED + ", ended_at = :ended_at, end_state = :state", "t.uid = :uid");
		this.rewrite = update(tables.task(), SET_ENDED,
				"t.uid = :uid AND t.version = :before AND t.end_state IS NOT NULL AND " + keyIsFree());
		this.removeLive = delete(tables.live(), GUARD);
		this.removeEnded = delete(tables.task(), "t.uid = :uid AND t.version = :before AND t.end_state IS NOT NULL");
		this.dropLive = delete(tables.live(), "t.uid = :uid");
		this.dropTask = delete(tables.task(), "t.uid = :uid");
		this.wake = insert(tables.wake(), "no, session_id, uid, task_id, reason, woken_at", null);
	}

	private Bulk<Write> acceptTask() {
		String targets = "uid, session_id, task_id, kind, parent_uid, idem_key, idem_hash, created_at, ended_at, "
				+ "end_state, version, input, record, result";
		String values = ":uid, :session_id, :given_id, :kind, :parent_uid, :idem_key, :idem_hash, :created_at, "
				+ ":ended_at, :end_state, :version, :input, :ended_record, :ended_result";
		return insert(this.tables.task(), targets, values,
				"uid = :uid OR (session_id = :session_id AND idem_key = :idem_key)");
	}

	private String keyIsFree() {
		return "(:idem_key IS NULL OR NOT EXISTS (SELECT 1 FROM " + this.tables.task()
				+ " o WHERE o.session_id = :session_id AND o.idem_key = :idem_key AND o.uid <> :uid))";
	}

	/** Deletes the rows of a table beside those of the task. */
	public Bulk<Write> deleteAll(String table) {
		return delete(table, "t.uid = :uid");
	}

	private Bulk<Write> insert(String table, String targets, @Nullable String unless) {
		return insert(table, targets, ":" + targets.replace(", ", ", :"), unless);
	}

	private Bulk<Write> insert(String table, String targets, String values, @Nullable String unless) {
		String insert = "INSERT INTO " + table + " (" + targets + ") SELECT " + values;
		String h2 = insert
				+ ((unless != null) ? " WHERE NOT EXISTS (SELECT 1 FROM " + table + " WHERE " + unless + ")" : "");
		String pg = insert + " FROM :source" + ((unless != null) ? Bulk.OR_NOTHING : "") + " RETURNING uid";
		return bulk(pg, h2);
	}

	private Bulk<Write> update(String table, String sets, String where) {
		String update = "UPDATE " + table + " t SET " + sets;
		return bulk(update + " FROM :source WHERE " + where + " RETURNING t.uid", update + " WHERE " + where);
	}

	private Bulk<Write> delete(String table, String where) {
		String delete = "DELETE FROM " + table + " t";
		return bulk(delete + " USING :source WHERE " + where + " RETURNING t.uid", delete + " WHERE " + where);
	}

	private Bulk<Write> bulk(String pg, String h2) {
		Map<String, Column<Write>> used = new LinkedHashMap<>();
		for (Column<Write> column : COLUMNS) {
			if (pg.matches("(?s).*:" + column.name() + "\\b.*")) {
				used.put(column.name(), column);
			}
		}
		return new Bulk<>(new Template(this.database, pg, h2, true), used, Write::uid);
	}

	private static @Nullable Object wake(Write write, Function<SessionWake, Object> value) {
		SessionWake wake = write.additions().wake();
		return (wake != null) ? value.apply(wake) : null;
	}

	private static final Iterable<Column<Write>> COLUMNS = Arrays.asList(
			new Column<>("uid", ColumnType.UUID, Write::uid), of("session_id", BackgroundTaskRecord::sessionId),
			of("task_id", BackgroundTaskRecord::id), of("kind", BackgroundTaskRecord::kind),
			of("state", (record) -> record.state().name()),
			new Column<>("parent_uid", ColumnType.UUID, (write) -> write.record().parentUid()),
			new Column<>("created_at", ColumnType.TIME, (write) -> write.record().createdAt()),
			new Column<>("ended_at", ColumnType.TIME, (write) -> write.record().finishedAt()),
			new Column<>("attempt", ColumnType.INT, (write) -> write.record().attempt()),
			new Column<>("held", ColumnType.INT, (write) -> write.record().held() ? 1 : 0),
			new Column<>("version", ColumnType.BIGINT, (write) -> write.change().revision()),
			new Column<>("before", ColumnType.BIGINT, Write::before),
			new Column<>("worker", ColumnType.UUID, Write::worker),
			new Column<>("given_id", ColumnType.NAME, Write::givenId),
			new Column<>("idem_key", ColumnType.NAME, Write::heldKey),
			new Column<>("idem_hash", ColumnType.NAME, Write::keyHash),
			new Column<>("input", ColumnType.TEXT, (write) -> write.text().input()),
			new Column<>("record", ColumnType.TEXT, (write) -> write.text().record()),
			new Column<>("result", ColumnType.TEXT, (write) -> write.text().result()),
			new Column<>("ended_record", ColumnType.TEXT, (write) -> write.live() ? null : write.text().record()),
			new Column<>("ended_result", ColumnType.TEXT, (write) -> write.live() ? null : write.text().result()),
			new Column<>("end_state", ColumnType.NAME, (write) -> write.live() ? null : write.record().state().name()),
			new Column<>("no", ColumnType.BIGINT, (write) -> wake(write, SessionWake::sequence)),
			new Column<>("reason", ColumnType.NAME, (write) -> wake(write, (wake) -> wake.reason().name())),
			new Column<>("woken_at", ColumnType.TIME, (write) -> write.record().updatedAt()));

	private static Column<Write> of(String name, Function<BackgroundTaskRecord, String> value) {
		return new Column<>(name, ColumnType.NAME, (write) -> value.apply(write.record()));
	}

}
