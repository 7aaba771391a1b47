package io.github.taskhost.jdbc.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.row.WriteFactory;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;

/**
 * The changes of a host with the reports that wait for the same tasks, so that a decision
 * never overtakes a report. Thread-safe.
 */
public final class ReportedWrites {

	private final WriteFactory writes;

	private final PendingReports reports;

	/**
	 * Creates a source of writes.
	 * @param writes prepares changes
	 * @param reports the reports that wait
	 */
	public ReportedWrites(WriteFactory writes, PendingReports reports) {
		this.writes = writes;
		this.reports = reports;
	}

	/**
	 * Stores changes with the reports that wait, which are put back if it fails.
	 * @param changes the changes
	 * @param node the node that stores them
	 * @param step stores the rows
	 * @return the result of the step
	 */
	public JournalResult store(List<JournalChange> changes, UUID node, Function<List<Write>, JournalResult> step) {
		if (changes.isEmpty()) {
			return JournalResult.Stored.STORED;
		}
		List<PendingReport> taken = new ArrayList<>();
		boolean stored = false;
		try {
			JournalResult result = step.apply(prepare(changes, node, taken));
			stored = result == JournalResult.Stored.STORED;
			return result;
		}
		finally {
			if (stored) {
				taken.stream().map(PendingReport::rest).filter(Objects::nonNull).forEach(this.reports::putBack);
			}
			else {
				taken.forEach(this.reports::putBack);
			}
		}
	}

	private List<Write> prepare(List<JournalChange> changes, UUID node, List<PendingReport> taken) {
		List<Write> prepared = new ArrayList<>(changes.size());
		for (JournalChange change : changes) {
			PendingReport report = (change instanceof JournalChange.Kept) ? null : this.reports.take(change.uid());
			if (report != null) {
				taken.add(report);
			}
			prepared.add(this.writes.write(change, node, report));
		}
		return prepared;
	}

}
