package io.github.taskhost.jdbc.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.spi.JournalReport;
import org.jspecify.annotations.Nullable;

/**
 * The reports that were not stored yet, by task. Their number is bounded by that of the
 * tasks that run here, and the lines and messages of each by {@link PendingReport}. While
 * {@value #MAX_LINES} lines wait, as after minutes without the database, a report keeps
 * its last {@value #LEAST_LINES} lines.
 *
 * <p>
 * <b>Synchronisation.</b> Each report is an immutable value that is merged and taken
 * atomically by the map; {@code lines} follows each such step.
 */
public final class PendingReports {

	private static final int MAX_LINES = 100_000;

	private static final int LEAST_LINES = 10;

	private final Map<UUID, PendingReport> reports = new ConcurrentHashMap<>();

	private final AtomicInteger lines = new AtomicInteger();

	/** Bounded by the notices of a second. */
	private final Set<UUID> endedElsewhere = ConcurrentHashMap.newKeySet();

	public void add(JournalReport report) {
		PendingReport added = PendingReport.of(report);
		merge(added, (present) -> present.then(added));
	}

	/** Takes the reports of a task, which a change stores with it. */
	public @Nullable PendingReport take(UUID uid) {
		PendingReport taken = this.reports.remove(uid);
		if (taken != null) {
			this.lines.addAndGet(-taken.output().size());
		}
		return taken;
	}

	/** Puts reports back that were not stored, in front of later ones. */
	public void putBack(PendingReport report) {
		merge(report, report::then);
	}

	private void merge(PendingReport added, UnaryOperator<PendingReport> merged) {
		this.reports.compute(added.record().uid(), (uid, present) -> {
			PendingReport next = (present != null) ? merged.apply(present) : added;
			int before = (present != null) ? present.output().size() : 0;
			if (this.lines.get() - before + next.output().size() > MAX_LINES) {
				next = next.withLines(LEAST_LINES);
			}
			this.lines.addAndGet(next.output().size() - before);
			return next;
		});
	}

	/**
	 * Notes that another node has ended a task of this one, whose last reports are still
	 * stored.
	 */
	public void endedElsewhere(UUID uid) {
		this.endedElsewhere.add(uid);
	}

	/** Takes the tasks that other nodes have ended; their reports are here already. */
	Set<UUID> takeEndedElsewhere() {
		Set<UUID> taken = Set.copyOf(this.endedElsewhere);
		this.endedElsewhere.removeAll(taken);
		return taken;
	}

	/** Takes all reports. */
	public Map<UUID, PendingReport> takeAll() {
		Map<UUID, PendingReport> taken = new HashMap<>();
		for (UUID uid : List.copyOf(this.reports.keySet())) {
			PendingReport report = take(uid);
			if (report != null) {
				taken.put(uid, report);
			}
		}
		return taken;
	}

	public void clear() {
		takeAll();
	}

}
