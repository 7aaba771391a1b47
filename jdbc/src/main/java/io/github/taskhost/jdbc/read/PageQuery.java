package io.github.taskhost.jdbc.read;

import java.sql.Array;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.event.TaskSearch;
import io.github.taskhost.jdbc.row.TaskRows;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The statement for some tasks of a list. Its rows are those that match the filter, and
 * others whose text, worker, kind of failure or exact time does not match, since these
 * are in the text of the record.
 *
 * <p>
 * The index of uids, which begin with the time of the registration, finds a time of
 * registration. Clocks that were set back make uids that are too high.
 *
 * @param filter the filter
 * @param order the order of the rows
 * @param from the uid that bounds the rows, or {@code null} for none
 * @param inclusive whether the task with this uid is among the rows
 */
record PageQuery(BackgroundTaskFilter filter, TaskOrder order, @Nullable UUID from, boolean inclusive) {

	private static final Instant EARLIEST = Instant.parse("1677-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("2263-01-01T00:00:00Z");

	/** The time by which the uid of a task may differ from that of its registration. */
	private static final long SLACK_MILLIS = 3_600_000;

	/** The query of a page that begins or goes on. */
	static PageQuery of(BackgroundTaskFilter filter, TaskOrder order, @Nullable UUID from) {
		return new PageQuery(filter, order, from, order == TaskOrder.NEWEST_FIRST);
	}

	/** The query of the tasks behind one. */
	PageQuery behind(UUID uid) {
		return new PageQuery(this.filter, this.order, uid, false);
	}

	/** Whether only a look at the record says whether a row matches. */
	boolean isOfTexts() {
		TaskSearch search = this.filter.search();
		return search.text() != null || search.workerId() != null || search.failureKind() != null;
	}

	/**
	 * Makes the statement.
	 * @param slim whether inputs and results are left out
	 * @param limit the largest number of rows
	 */
	Statement statement(TaskRows rows, boolean slim, int limit) {
		boolean live = this.filter.states().isEmpty() ? !this.filter.includeTerminal()
				: this.filter.states().stream().noneMatch(BackgroundTaskState::isTerminal);
		Conditions conditions = new Conditions();
		conditions.add("t.session_id = ?", this.filter.sessionId());
		conditions.add("t.kind = ?", this.filter.kind());
		conditions.add("t.parent_uid = ?", this.filter.search().parentUid());
		conditions.add(comparison(), this.from);
		addTimes(conditions, this.filter.search());
		if (live) {
			conditions.add("l.session_id = ?", this.filter.sessionId());
		}
		else {
			conditions.add(rows.hasItsId());
		}
		if (!this.filter.states().isEmpty()) {
			conditions.add((live ? "l.state" : "COALESCE(l.state, t.end_state)") + " IN (" + states() + ")");
		}
		return conditions.statement(rows.tasks(live, slim), ordered() + " LIMIT ?", (long) limit);
	}

	/** Makes the statement for all rows with some uids. */
	Statement ofUids(TaskRows rows, Array uids) {
		return new Statement("SELECT " + rows.from() + "WHERE t.uid = ANY(?)" + ordered(), List.of(uids));
	}

	private String ordered() {
		return " ORDER BY t.uid" + ((this.order == TaskOrder.NEWEST_FIRST) ? " DESC" : "");
	}

	private String comparison() {
		return "t.uid " + ((this.order == TaskOrder.NEWEST_FIRST) ? "<" : ">") + (this.inclusive ? "= ?" : " ?");
	}

	private String states() {
		return this.filter.states().stream().map((state) -> "'" + state.name() + "'").collect(Collectors.joining(", "));
	}

	/** The column has microseconds, so a row at the bound may not match. */
	private static void addTimes(Conditions conditions, TaskSearch search) {
		if (search.createdAfter() != null) {
			Instant after = bounded(search.createdAfter());
			conditions.add("t.uid >= ?", uidAt(after, -SLACK_MILLIS));
			conditions.add("t.created_at >= ?", column(after.truncatedTo(ChronoUnit.MILLIS)));
		}
		if (search.createdBefore() != null) {
			Instant before = bounded(search.createdBefore());
			conditions.add("t.uid <= ?", uidAt(before, SLACK_MILLIS));
			conditions.add("t.created_at <= ?", column(before.plusMillis(1)));
		}
	}

	/** Bounds a time by those that records can have, with room. */
	private static Instant bounded(Instant time) {
		Instant notBefore = time.isBefore(EARLIEST) ? EARLIEST : time;
		return notBefore.isAfter(LATEST) ? LATEST : notBefore;
	}

	private static OffsetDateTime column(Instant time) {
		return time.atOffset(ZoneOffset.UTC);
	}

	private static UUID uidAt(Instant time, long more) {
		return new UUID(Math.max(0, time.toEpochMilli() + more) << 16, 0);
	}

	/**
	 * A statement with the values of its parameters.
	 *
	 * @param sql the statement
	 * @param values the values, in order
	 */
	record Statement(String sql, List<Object> values) {
	}

	/** The conditions of a statement, each with its value if it has one. */
	private static final class Conditions {

		private final List<String> all = new ArrayList<>();

		private final List<Object> values = new ArrayList<>();

		void add(String condition) {
			this.all.add(condition);
		}

		/** Adds a condition, unless its value is {@code null}. */
		void add(String condition, @Nullable Object value) {
			if (value != null) {
				this.all.add(condition);
				this.values.add(value);
			}
		}

		/** Makes the statement, whose end has one value more. */
		Statement statement(String tasks, String end, Object last) {
			String where = this.all.isEmpty() ? "" : "WHERE " + String.join(" AND ", this.all);
			this.values.add(last);
			return new Statement("SELECT " + tasks + where + end, this.values);
		}

	}

}
