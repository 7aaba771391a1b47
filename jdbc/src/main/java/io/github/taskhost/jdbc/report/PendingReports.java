package io.github.taskhost.jdbc.report;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.spi.JournalReport;
import org.jspecify.annotations.Nullable;

/**
 * The reports that were not stored yet, by task. Their number is bounded by that of the
 * tasks that run here, and the lines and messages of each by {@link PendingReport}.
 *
 * <p>
 * <b>Synchronisation.</b> Each report is an immutable value that is merged and taken
 * atomically by the map.
 */
public final class PendingReports {

	private final Map<UUID, PendingReport> reports = new ConcurrentHashMap<>();

	public void add(JournalReport report) {
		this.reports.merge(report.record().uid(), PendingReport.of(report), PendingReport::then);
	}

	/** Takes the reports of a task, which a change stores with it. */
	public @Nullable PendingReport take(UUID uid) {
		return this.reports.remove(uid);
	}

	/** Puts reports back that were not stored, in front of later ones. */
	public void putBack(PendingReport report) {
		this.reports.merge(report.record().uid(), report, (later, earlier) -> earlier.then(later));
	}

	/** Takes all reports. */
	public Map<UUID, PendingReport> takeAll() {
		Map<UUID, PendingReport> taken = new ConcurrentHashMap<>();
		for (UUID uid : List.copyOf(this.reports.keySet())) {
			PendingReport report = this.reports.remove(uid);
			if (report != null) {
				taken.put(uid, report);
			}
		}
		return taken;
	}

	public void clear() {
		this.reports.clear();
	}

}
