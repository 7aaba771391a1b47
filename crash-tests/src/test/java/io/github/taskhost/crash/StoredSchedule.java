package io.github.taskhost.crash;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A schedule of the database.
 *
 * @param id its id
 * @param createdAt the time of its creation, in milliseconds
 * @param cron its expression, or {@code null} for one with a period
 * @param lastDue the last due time that was decided, in milliseconds; 0 for none
 * @param runs the number of runs that it counts
 * @param without the number of due times without a run that it counts: missed, skipped,
 * refused, or waiting for the end of a run
 */
record StoredSchedule(String id, long createdAt, @Nullable String cron, long lastDue, int runs, int without) {

	private static final String ALL = "SELECT id, created_at, definition::json ->> 'cron', progress::json ->> 'lastDue', "
			+ "COALESCE(progress::json ->> 'runs', '0')::int, "
			+ "COALESCE(progress::json ->> 'skipped', '0')::int + COALESCE(progress::json ->> 'misfires', '0')::int "
			+ "+ COALESCE(progress::json ->> 'refused', '0')::int "
			+ "+ CASE WHEN progress::json ->> 'queuedDue' IS NULL THEN 0 ELSE 1 END FROM taskhost_schedule ORDER BY id";

	static List<StoredSchedule> read(Database database) {
		return database.list(ALL,
				(row) -> new StoredSchedule(row.getString(1), row.getTimestamp(2).getTime(), row.getString(3),
						(row.getString(4) != null) ? Instant.parse(row.getString(4)).toEpochMilli() : 0, row.getInt(5),
						row.getInt(6)));
	}

	/**
	 * The number of due times from the creation to the last one that was decided.
	 * @param period the time between two of them, in milliseconds
	 */
	long dueTimes(long period) {
		if (this.lastDue == 0) {
			return 0;
		}
		long first = (this.cron != null) ? (this.createdAt / period + 1) * period : this.createdAt + period;
		return Math.round((double) (this.lastDue - first) / period) + 1;
	}

}
