package io.github.taskhost.jdbc.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.PlainSql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports of tasks that have ended, while it is unknown whether this node had them to
 * the end. They wait for the notice of the node that has ended them, a minute and
 * {@value #MAX_TASKS} tasks at most. Used by one thread.
 */
final class LateReports {

	private static final Logger log = LoggerFactory.getLogger(LateReports.class);

	private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);

	/** The number of tasks whose reports wait. Further ones are dropped. */
	static final int MAX_TASKS = 10_000;

	private final PendingReports reports;

	/** The number of reports of this round that were past the bound. */
	private int dropped;

	/** The times since which reports wait, of the last round and of this one. */
	private Map<UUID, Long> before = Map.of();

	private Map<UUID, Long> since = new HashMap<>();

	LateReports(PendingReports reports) {
		this.reports = reports;
	}

	/** Begins a round, which forgets the reports that did not come again. */
	void beginRound() {
		if (this.dropped > 0) {
			log.warn("The last reports of {} ended tasks are not stored, since those of {} such tasks wait already",
					this.dropped, MAX_TASKS);
			this.dropped = 0;
		}
		this.before = this.since;
		this.since = new HashMap<>();
	}

	/** Returns the reports whose tasks have ended. */
	static List<PendingReport> ended(Connection connection, Tables tables, List<PendingReport> some)
			throws SQLException {
		if (some.isEmpty()) {
			return List.of();
		}
		Set<UUID> ended = new HashSet<>();
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT uid FROM " + tables.task() + " WHERE uid = ANY(?) AND end_state IS NOT NULL")) {
			statement.setArray(1,
					connection.createArrayOf("uuid", some.stream().map((report) -> report.record().uid()).toArray()));
			ended.addAll(PlainSql.uids(statement));
		}
		return some.stream().filter((report) -> ended.contains(report.record().uid())).toList();
	}

	/** Puts a report back for the next round, unless it has waited too long. */
	void keep(PendingReport report) {
		UUID uid = report.record().uid();
		long now = System.nanoTime();
		long first = this.before.getOrDefault(uid, now);
		if (this.since.size() >= MAX_TASKS) {
			this.dropped++;
		}
		else if (now - first < LONGEST_NANOS) {
			this.since.put(uid, first);
			this.reports.putBack(report);
		}
		else if (!report.output().isEmpty()) {
			log.warn("The last {} lines of output of task {} are not stored, since it has ended without this node",
					report.output().size(), uid);
		}
	}

}
