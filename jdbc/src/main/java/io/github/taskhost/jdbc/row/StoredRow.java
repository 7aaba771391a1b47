package io.github.taskhost.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A task as its columns, before its text is read.
 *
 * @param uid the uid
 * @param text the record
 * @param revision the number of stored changes
 * @param recoveries the number of lost workers
 * @param worker the worker that has the task, or {@code null}
 * @param report the report of the worker, or {@code null}
 * @param columns the values of the record that have columns
 */
public record StoredRow(UUID uid, RecordText text, long revision, int recoveries, @Nullable UUID worker,
		@Nullable StoredReport report, PlainColumns columns) {

	public static StoredRow of(ResultSet row) throws SQLException {
		return new StoredRow(row.getObject("uid", UUID.class),
				new RecordText(row.getString("record"), row.getString("input"), row.getString("result")),
				row.getLong("version"), row.getInt("recoveries"), row.getObject("worker", UUID.class),
				StoredReport.of(row), PlainColumns.of(row));
	}

	static @Nullable Instant time(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	/**
	 * The report of a worker, which is not part of the record.
	 *
	 * @param version the version of the reported record
	 * @param sequence the sequence of its newest event
	 * @param status the status line, or {@code null}
	 * @param progress the progress as JSON, or {@code null}
	 * @param heartbeatAt the last sign of life, or {@code null}
	 * @param time the time of the report
	 */
	public record StoredReport(long version, long sequence, @Nullable String status, @Nullable String progress,
			@Nullable Instant heartbeatAt, Instant time) {

		private static @Nullable StoredReport of(ResultSet row) throws SQLException {
			Instant time = StoredRow.time(row, "reported_at");
			return (time != null) ? new StoredReport(row.getLong("reported_version"), row.getLong("reported_sequence"),
					row.getString("status"), row.getString("progress"), StoredRow.time(row, "heartbeat_at"), time)
					: null;
		}

	}

}
