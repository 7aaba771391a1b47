package io.github.taskhost.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.commit.JoinedCommit;
import io.github.taskhost.jdbc.error.MissingTablesException;
import io.github.taskhost.jdbc.error.UnsupportedDatabaseException;
import io.github.taskhost.jdbc.read.Removals;
import io.github.taskhost.jdbc.report.Later;
import io.github.taskhost.jdbc.report.PendingReports;
import io.github.taskhost.jdbc.report.ReportedWrites;
import io.github.taskhost.jdbc.row.WorkerIds;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.schedule.StoredSchedules;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.StoreSafety;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.ScheduleJournal;
import io.github.taskhost.spi.TaskJournal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link TaskJournal} on a database with the tables of {@code schema-postgresql.sql}
 * or {@code schema-h2.sql} in this package. Thread-safe. Threads of callers use no
 * connection of the pool, except in {@link #join} the one that they have.
 *
 * <p>
 * It holds one connection for its lease, one for each writer with work, and up to five
 * for moments, for reads, counts, reports and the recovery, and four more while schedules
 * are due or changed: a pool of 10 mostly leaves half of it to the application.
 */
public final class JdbcTaskJournal extends ReadingJournal {

	private static final Logger log = LoggerFactory.getLogger(JdbcTaskJournal.class);

	private final PendingReports reports = new PendingReports();

	private final ReportedWrites writes;

	private final Removals removals = new Removals();

	private final UUID firstNode = UUID.randomUUID();

	private final ReentrantLock opening = new ReentrantLock();

	private volatile StoreSafety safety = StoreSafety.UNKNOWN;

	private volatile @Nullable JournalParts parts;

	private final AttachedHost host = new AttachedHost(this.reports);

	private final StoredSchedules schedules;

	private volatile boolean stopped;

	/**
	 * Creates a journal. Nothing is read or written before {@link #open}.
	 * @param dataSource the pool of connections to the database, which is also the
	 * resource of transactions that changes join
	 * @param settings the settings
	 */
	public JdbcTaskJournal(DataSource dataSource, JdbcJournalSettings settings) {
		this(dataSource, settings, Clock.systemUTC());
	}

	/**
	 * Creates a journal with another clock. Nothing is read or written before
	 * {@link #open}.
	 * @param dataSource the pool of connections to the database
	 * @param settings the settings
	 * @param clock the clock of this process, which need not be right
	 */
	public JdbcTaskJournal(DataSource dataSource, JdbcJournalSettings settings, Clock clock) {
		super(new JournalParts.Origin(dataSource, settings, clock));
		this.writes = new ReportedWrites(this.origin.writes(), this.reports);
		this.schedules = new StoredSchedules(dataSource, () -> parts().store(), this.origin.reads(),
				this.origin.codec(), settings.acceptTimeout());
	}

	/**
	 * Checks the tables, registers this start in the database, and starts the threads.
	 * Later calls have no effect. {@link #start} and the first change call it.
	 * @throws UnsupportedDatabaseException if it is no PostgreSQL 13 or H2 2.3, or newer
	 * @throws MissingTablesException if the database lacks the tables
	 * @throws JournalUnavailableException if the database cannot be reached
	 */
	public void open() {
		parts();
	}

	/**
	 * Returns the present state. Does not wait for the database, except to {@link #open}.
	 * @return the state
	 */
	public JournalStatus status() {
		return parts().status(this.origin, this.safety);
	}

	/**
	 * Returns the number of threads whose changes are being stored or wait for that.
	 * @return the number
	 */
	public int waitingRequests() {
		JournalParts current = this.parts;
		return (current != null) ? current.commits().waiting() : 0;
	}

	/**
	 * Returns the time for which notices of other nodes may have waited for their effect
	 * here: the time since this node last had none left. It looks for them every 500 ms.
	 * @return the time; zero while there are no other nodes
	 */
	public Duration inboxAge() {
		return this.host.inboxAge();
	}

	private JournalParts parts() {
		JournalParts current = this.parts;
		if (current != null) {
			return current;
		}
		this.opening.lock();
		try {
			if (this.parts == null) {
				this.parts = openOnce();
			}
			return this.parts;
		}
		finally {
			this.opening.unlock();
		}
	}

	private JournalParts openOnce() {
		return this.origin.reads().complete((connection) -> {
			this.safety = StoreSafety.of(connection, Database.of(connection));
			return JournalParts.open(connection, this.origin, this.firstNode, new Later(this.reports, this.removals),
					this.host);
		});
	}

	@Override
	public String workerId() {
		JournalParts current = this.parts;
		return WorkerIds.of((current != null) ? current.lease().nodeId() : this.firstNode);
	}

	@Override
	public void start(JournaledHost host) {
		this.host.attach(host);
		this.host.start(Served.of(parts(), this.origin, host, this.reports, this.schedules));
	}

	@Override
	public JournalResult commit(List<JournalChange> changes, Patience patience) {
		JournalParts current = parts();
		UUID node = current.lease().nodeId();
		JournalResult result = store(changes, node, (prepared) -> current.commits().commit(node, prepared, patience));
		if (result == JournalResult.Stored.STORED) {
			changes.forEach(this::stored);
		}
		return result;
	}

	private void stored(JournalChange change) {
		meters().stored(change);
		if (change instanceof JournalChange.Accepted accepted && accepted.left()) {
			givenBack(accepted.record().kind());
		}
	}

	private JournalResult store(List<JournalChange> changes, UUID node, Function<List<Write>, JournalResult> step) {
		JournalResult result = this.writes.store(changes, node, step);
		boolean removed = this.removals.hasHolder(result)
				&& this.origin.reads().read((connection) -> this.removals.flush(connection, parts().store().tables()));
		return removed ? this.writes.store(changes, node, step) : result;
	}

	@Override
	public void removeLater(UUID uid) {
		this.removals.add(uid);
	}

	@Override
	public ScheduleJournal schedules() {
		return this.schedules;
	}

	@Override
	public Duration acceptTimeout() {
		return this.origin.settings().acceptTimeout();
	}

	@Override
	public boolean canJoin() {
		return JoinedCommit.isPossible(this.origin.dataSource());
	}

	@Override
	public JournalResult join(List<JournalChange> changes) {
		JournalParts current = parts();
		UUID node = current.lease().nodeId();
		return store(changes, node, (prepared) -> current.joined().join(node, prepared));
	}

	@Override
	public void report(JournalReport report) {
		this.reports.add(report);
	}

	@Override
	public int maxRunning() {
		return this.origin.settings().maxRunning();
	}

	@Override
	public boolean hasBacklog(String kind) {
		return this.origin.backlog().has(kind);
	}

	@Override
	public void roomFreed() {
		if (this.origin.backlog().freed()) {
			this.host.hurry();
		}
	}

	@Override
	public void givenBack(String kind) {
		this.origin.backlog().add(kind);
		this.host.hurryFor(kind);
	}

	@Override
	JournalParts opened() {
		return parts();
	}

	@Override
	@Nullable JournalParts present() {
		return this.parts;
	}

	@Override
	public void stopping(boolean stopping) {
		JournalParts current = this.parts;
		if (current != null) {
			current.commits().stopping(stopping);
		}
		this.host.pause(stopping);
	}

	@Override
	public void stop() {
		this.opening.lock();
		try {
			JournalParts current = this.parts;
			if (current != null && !this.stopped) {
				this.stopped = true;
				this.host.stop();
				current.stop(this.origin.reads());
			}
		}
		catch (JournalUnavailableException ex) {
			log.warn("The tasks of {} are left to the recovery, since the database is away", workerId(), ex);
		}
		finally {
			this.schedules.stop();
			this.origin.reads().stop();
			this.opening.unlock();
		}
	}

}
