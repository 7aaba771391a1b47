package io.github.taskhost.jdbc.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.read.Removals;
import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.row.WriteFactory;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.BatchTransaction;
import io.github.taskhost.jdbc.sql.ExtraStatements.ReportRow;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.SqlFailures;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that stores reports every second, all in one transaction that does not wait
 * for the disk. A report is stored if this node still has the task in the same attempt,
 * or had it at its end; one of a task that has ended meanwhile waits for the news of
 * that. A report that fails is kept for the next time if the database is away or the row
 * of its task is locked, and dropped otherwise, since it decides nothing.
 */
public final class ReportFlusher implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(ReportFlusher.class);

	private static final int MAX_REPORTS = 500;

	private static final long PAUSE_MILLIS = 1000;

	private final PendingReports reports;

	private final StoreParts parts;

	private final WriteFactory writes;

	private final NodeLease lease;

	private final LateReports late;

	private final Removals removals;

	private final RecordCodec codec;

	private final WriterConnection connection;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Semaphore wanted = new Semaphore(0);

	/** The tasks of this node that other nodes have ended since the last flush. */
	private Set<UUID> endedElsewhere = Set.of();

	/** Written by the thread of the flusher only. */
	private final AtomicLong rounds = new AtomicLong();

	/**
	 * Creates a flusher.
	 * @param later the reports, and the tasks to remove
	 * @param parts the statements
	 * @param codec writes values
	 * @param lease the lease of this node
	 * @param connection the connection, which goes back to the pool after each flush
	 */
	public ReportFlusher(Later later, StoreParts parts, RecordCodec codec, NodeLease lease,
			WriterConnection connection) {
		this.reports = later.reports();
		this.late = new LateReports(this.reports);
		this.removals = later.removals();
		this.parts = parts;
		this.codec = codec;
		this.writes = new WriteFactory(codec);
		this.lease = lease;
		this.connection = connection;
	}

	@Override
	public void run() {
		boolean running = true;
		while (running) {
			running = !isStopped();
			flushSafely();
			this.rounds.incrementAndGet();
		}
	}

	private boolean isStopped() {
		JournalThreads.await(this.wanted, PAUSE_MILLIS);
		return this.stopped.getCount() == 0;
	}

	/** Stores the reports that wait soon, and not after the second. */
	public void hurry() {
		this.wanted.release();
	}

	/** The number of times that all reports that waited were stored or kept. */
	public long rounds() {
		return this.rounds.get();
	}

	/** Stores the reports that wait, and lets the thread end. */
	public void stop(Thread flusher) {
		this.stopped.countDown();
		hurry();
		JournalThreads.join(flusher);
	}

	/** An error leaves the thread and later reports as they are. */
	private void flushSafely() {
		try {
			flush();
		}
		catch (Throwable ex) {
			log.error("Reports of running work could not be stored", ex);
		}
	}

	private void flush() {
		this.late.beginRound();
		this.endedElsewhere = this.reports.takeEndedElsewhere();
		List<PendingReport> taken = new ArrayList<>(this.reports.takeAll().values());
		taken.sort(Comparator.comparing((report) -> report.record().uid()));
		try {
			for (int from = 0; from < taken.size(); from += MAX_REPORTS) {
				flush(taken.subList(from, Math.min(taken.size(), from + MAX_REPORTS)));
			}
			remove();
		}
		finally {
			this.connection.release();
		}
	}

	/** Removes tasks; those that are left after an error wait for the next flush. */
	private void remove() {
		try {
			if (!this.removals.isEmpty()) {
				this.removals.flush(this.connection.get(), this.parts.tables());
			}
		}
		catch (SQLException | RuntimeException ex) {
			log.debug("Ended tasks are removed later", ex);
			this.connection.rollback();
		}
	}

	private void flush(List<PendingReport> taken) {
		try {
			store(this.connection.get(), taken);
		}
		catch (SQLException | RuntimeException ex) {
			this.connection.rollback();
			boolean blocked = SqlFailures.isBlocked(ex) && this.connection.isOpen();
			if (!blocked && (SqlFailures.isPassing(ex) || !this.connection.isOpen())) {
				this.connection.discard();
				taken.forEach(this::putBack);
			}
			else if (taken.size() > 1) {
				flush(taken.subList(0, taken.size() / 2));
				flush(taken.subList(taken.size() / 2, taken.size()));
			}
			else if (blocked) {
				putBack(taken.get(0));
			}
			else {
				log.warn("A report of task {} is dropped", taken.get(0).record().uid(), ex);
			}
		}
	}

	private void store(Connection current, List<PendingReport> taken) throws SQLException {
		UUID node = this.lease.nodeId();
		if (this.parts.database() == Database.POSTGRESQL) {
			try (Statement statement = current.createStatement()) {
				statement.execute("SET LOCAL synchronous_commit = off");
			}
		}
		List<PendingReport> unknown = new ArrayList<>();
		if (new BatchTransaction(this.parts, current).enter(node) != null) {
			Set<UUID> stored = this.parts.extras().report.run(current,
					taken.stream().map((report) -> row(node, report)).toList());
			List<PendingReport> known = new ArrayList<>();
			for (PendingReport report : taken) {
				UUID uid = report.record().uid();
				boolean isKnown = stored.contains(uid) || this.endedElsewhere.contains(uid)
						|| endedHere(current, node, report);
				(isKnown ? known : unknown).add(report);
			}
			storeRest(current, known);
		}
		List<PendingReport> ended = (this.parts.database() == Database.POSTGRESQL)
				? LateReports.ended(current, this.parts.tables(), unknown) : List.of();
		current.commit();
		ended.forEach(this.late::keep);
	}

	/** Puts a report back, with the news of the end of its task. */
	private void putBack(PendingReport report) {
		if (this.endedElsewhere.contains(report.record().uid())) {
			this.reports.endedElsewhere(report.record().uid());
		}
		this.reports.putBack(report);
	}

	/** Whether this node has stored the end of the attempt since the report was taken. */
	private boolean endedHere(Connection current, UUID node, PendingReport report) throws SQLException {
		String sql = "SELECT 1 FROM " + this.parts.tables().event() + " e JOIN " + this.parts.tables().task()
				+ " t ON t.uid = e.uid AND t.end_state = e.state WHERE e.uid = ? AND e.node_id = ? AND e.attempt = ?";
		try (PreparedStatement statement = current.prepareStatement(sql)) {
			statement.setObject(1, report.record().uid());
			statement.setObject(2, node);
			statement.setInt(3, report.record().attempt());
			try (ResultSet rows = statement.executeQuery()) {
				return rows.next();
			}
		}
	}

	private ReportRow row(UUID node, PendingReport report) {
		return new ReportRow(node, report, this.codec.writeOrNull(report.record().progress()));
	}

	private void storeRest(Connection current, List<PendingReport> stored) throws SQLException {
		List<Write.OutputRow> output = stored.stream()
			.map((report) -> this.writes.output(report.record().uid(), report.output()))
			.flatMap(Collection::stream)
			.toList();
		List<Write.MessageRow> messages = stored.stream()
			.flatMap((report) -> report.delivered()
				.stream()
				.map((message) -> this.writes.message(report.record().uid(), message)))
			.toList();
		this.parts.extras().output.run(current, output);
		this.parts.extras().message.run(current, messages);
		DroppedReports.remove(current, this.parts.tables(),
				stored.stream().filter((report) -> report.rest() != null).toList());
	}

}
