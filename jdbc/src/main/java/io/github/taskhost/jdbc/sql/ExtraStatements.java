package io.github.taskhost.jdbc.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import io.github.taskhost.jdbc.sql.Bulk.Column;
import io.github.taskhost.jdbc.sql.Bulk.ColumnType;
import io.github.taskhost.jdbc.sql.Bulk.Template;
import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import org.jspecify.annotations.Nullable;

/**
 * The statements for rows beside those of tasks: events, messages, lines of output, kept
 * values and reports. Immutable.
 */
public final class ExtraStatements {

	/**
	 * The lane of changes that a caller's transaction has stored and no writer has placed
	 * into its own lane yet. The order of its places means nothing.
	 */
	public static final int UNPLACED = -2;

	private final Database database;

	public final Bulk<EventRow> event;

	/** Gives unplaced events a place in the lane of a writer. */
	public final Bulk<EventRow> place;

	public final Bulk<Write.MessageRow> message;

	public final Bulk<Write.OutputRow> output;

	public final Bulk<Write.KeptRow> kept;

	public final Bulk<ReportRow> report;

	public ExtraStatements(Database database, Tables tables) {
		this.database = database;
		this.event = insert(tables.event(), EventRow::uid, EventRow.COLUMNS);
		this.place = place(tables);
		this.message = upsert(tables.message(), "uid, id", Write.MessageRow::uid,
				List.of(new Column<>("uid", ColumnType.UUID, Write.MessageRow::uid),
						new Column<>("id", ColumnType.NAME, Write.MessageRow::id),
						new Column<>("message", ColumnType.TEXT, Write.MessageRow::text)));
		this.output = upsert(tables.output(), "uid, no", Write.OutputRow::uid,
				List.of(new Column<>("uid", ColumnType.UUID, Write.OutputRow::uid),
						new Column<>("no", ColumnType.BIGINT, Write.OutputRow::position),
						new Column<>("line", ColumnType.TEXT, Write.OutputRow::text)));
		this.kept = upsert(tables.checkpoint(), "uid, name", Write.KeptRow::uid,
				List.of(new Column<>("uid", ColumnType.UUID, Write.KeptRow::uid),
						new Column<>("name", ColumnType.NAME, Write.KeptRow::name),
						new Column<>("content", ColumnType.TEXT, Write.KeptRow::text)));
		this.report = report(tables);
	}

	private Bulk<EventRow> place(Tables tables) {
		String update = "UPDATE " + tables.event() + " t SET lane = :lane, seq = :seq";
		String where = " WHERE t.node_id = :node_id AND t.lane = " + UNPLACED
				+ " AND t.uid = :uid AND t.version = :version";
		return bulk(update + " FROM :source" + where, update + where, false, EventRow::uid,
				EventRow.COLUMNS.subList(0, EventRow.KEYS));
	}

	private Bulk<ReportRow> report(Tables tables) {
		String sets = " SET status = :status, progress = :progress, heartbeat_at = :heartbeat_at, "
				+ "reported_version = :reported_version, reported_sequence = :reported_sequence, "
				+ "reported_at = :reported_at";
		// not an equality, which could use the index of workers and read all tasks of the
		// node
		String where = " WHERE t.uid = :uid AND t.attempt = :attempt AND t.worker IS NOT DISTINCT FROM :worker";
		String update = "UPDATE " + tables.live() + " t" + sets;
		return bulk(update + " FROM :source" + Bulk.byIndex(where) + " RETURNING t.uid", update + where, true,
				ReportRow::uid, ReportRow.COLUMNS);
	}

	private <T> Bulk<T> insert(String table, Function<T, UUID> uid, List<Column<T>> columns) {
		String insert = insertInto(table, columns);
		return bulk(insert + " FROM :source", insert, false, uid, columns);
	}

	private <T> Bulk<T> upsert(String table, String key, Function<T, UUID> uid, List<Column<T>> columns) {
		String last = columns.getLast().name();
		String pg = insertInto(table, columns) + " FROM :source ON CONFLICT (" + key + ") DO UPDATE SET " + last
				+ " = EXCLUDED." + last;
		String h2 = "MERGE INTO " + table + " (" + names(columns, "") + ") KEY (" + key + ") VALUES ("
				+ names(columns, ":") + ")";
		return bulk(pg, h2, false, uid, columns);
	}

	private static <T> String insertInto(String table, List<Column<T>> columns) {
		return "INSERT INTO " + table + " (" + names(columns, "") + ") SELECT " + names(columns, ":");
	}

	private static <T> String names(List<Column<T>> columns, String mark) {
		return String.join(", ", columns.stream().map((column) -> mark + column.name()).toList());
	}

	private <T> Bulk<T> bulk(String pg, String h2, boolean returning, Function<T, UUID> uid, List<Column<T>> columns) {
		Map<String, Column<T>> byName = new LinkedHashMap<>();
		columns.forEach((column) -> byName.put(column.name(), column));
		return new Bulk<>(new Template(this.database, pg, h2, returning), byName, uid);
	}

	/**
	 * An event of the log.
	 *
	 * @param node the node that stores the change
	 * @param lane the number of the writer
	 * @param seq the position in the log of the writer
	 * @param write the stored change
	 */
	public record EventRow(UUID node, int lane, long seq, Write write) {

		private static final List<Column<EventRow>> COLUMNS = List.of(
				new Column<>("node_id", ColumnType.UUID, EventRow::node),
				new Column<>("lane", ColumnType.INT, EventRow::lane),
				new Column<>("seq", ColumnType.BIGINT, EventRow::seq),
				new Column<>("uid", ColumnType.UUID, EventRow::uid),
				new Column<>("version", ColumnType.BIGINT, (row) -> row.write().change().revision()),
				new Column<>("types", ColumnType.NAME, (row) -> row.write().types()),
				new Column<>("state", ColumnType.NAME, (row) -> row.write().record().state().name()),
				new Column<>("attempt", ColumnType.INT, (row) -> row.write().record().attempt()),
				new Column<>("session_id", ColumnType.NAME, (row) -> row.write().record().sessionId()),
				new Column<>("changed_at", ColumnType.TIME, (row) -> row.write().record().updatedAt()),
				new Column<>("record", ColumnType.TEXT, (row) -> row.told((write) -> write.text().record())),
				new Column<>("result", ColumnType.TEXT, (row) -> row.told((write) -> write.text().result())),
				new Column<>("events", ColumnType.TEXT, (row) -> row.write().events()));

		/** The number of columns that identify an event and its place. */
		private static final int KEYS = 5;

		public UUID uid() {
			return this.write.uid();
		}

		/** A text that is stored with events for other nodes. */
		private @Nullable String told(Function<Write, @Nullable String> text) {
			return (this.write.events() != null) ? text.apply(this.write) : null;
		}

	}

	/**
	 * A report of running work.
	 *
	 * @param worker the worker that must still have the task
	 * @param text the pending report
	 * @param progress the progress as JSON, or {@code null}
	 */
	public record ReportRow(UUID worker, PendingReport text, @Nullable String progress) {

		private static final List<Column<ReportRow>> COLUMNS = List.of(
				new Column<>("uid", ColumnType.UUID, ReportRow::uid),
				new Column<>("attempt", ColumnType.INT, (row) -> row.text().record().attempt()),
				new Column<>("worker", ColumnType.UUID, ReportRow::worker),
				new Column<>("status", ColumnType.NAME, (row) -> row.text().record().status()),
				new Column<>("progress", ColumnType.NAME, ReportRow::progress),
				new Column<>("heartbeat_at", ColumnType.TIME, (row) -> row.text().record().heartbeatAt()),
				new Column<>("reported_version", ColumnType.BIGINT, (row) -> row.text().record().version()),
				new Column<>("reported_sequence", ColumnType.BIGINT, (row) -> row.text().record().eventSequence()),
				new Column<>("reported_at", ColumnType.TIME, (row) -> row.text().record().updatedAt()));

		public UUID uid() {
			return this.text.record().uid();
		}

	}

}
