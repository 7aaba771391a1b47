package io.github.taskhost.jdbc;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.jdbc.commit.JoinedCommit;
import io.github.taskhost.jdbc.error.MissingTablesException;
import io.github.taskhost.jdbc.error.UnsupportedDatabaseException;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.read.ReadThreads;
import io.github.taskhost.jdbc.read.Removals;
import io.github.taskhost.jdbc.recovery.Recovery;
import io.github.taskhost.jdbc.report.Later;
import io.github.taskhost.jdbc.report.PendingReports;
import io.github.taskhost.jdbc.report.ReportedWrites;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.WorkerIds;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.StoreSafety;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.StoredTaskCounts;
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
 * for moments, for reads, counts, reports and the recovery: a pool of 10 mostly leaves
 * half of it to the application.
 */
public final class JdbcTaskJournal implements TaskJournal {

	private static final Logger log = LoggerFactory.getLogger(JdbcTaskJournal.class);

	private final DataSource dataSource;

	private final JdbcJournalSettings settings;

	private final PendingReports reports = new PendingReports();

	private final ReportedWrites writes = new ReportedWrites(new RecordCodec(), this.reports);

	private final Removals removals = new Removals();

	private final UUID firstNode = UUID.randomUUID();

	private final ReadThreads reads;

	private final JournalParts.Origin origin;

	private final ReentrantLock opening = new ReentrantLock();

	private volatile StoreSafety safety = StoreSafety.UNKNOWN;

	private volatile @Nullable JournalParts parts;

	private volatile @Nullable JournaledHost host;

	private volatile @Nullable Recovery recovery;

	private volatile boolean stopped;

	/**
	 * Creates a journal. Nothing is read or written before {@link #open}.
	 * @param dataSource the pool of connections to the database, which is also the
	 * resource of transactions that changes join
	 * @param settings the settings
	 */
	public JdbcTaskJournal(DataSource dataSource, JdbcJournalSettings settings) {
		this.dataSource = dataSource;
		this.settings = settings;
		this.reads = new ReadThreads(dataSource, settings.acceptTimeout());
		this.origin = new JournalParts.Origin(dataSource, settings, this.reads);
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
		return this.reads.complete((connection) -> {
			this.safety = StoreSafety.of(connection, Database.of(connection));
			return JournalParts.open(connection, this.origin, this.firstNode, new Later(this.reports, this.removals),
					new Nodes());
		});
	}

	@Override
	public String workerId() {
		JournalParts current = this.parts;
		return WorkerIds.of((current != null) ? current.lease().nodeId() : this.firstNode);
	}

	@Override
	public void start(JournaledHost host) {
		this.host = host;
		Recovery started = parts().recovery(this.origin, host);
		this.recovery = started;
		started.start();
	}

	@Override
	public JournalResult commit(List<JournalChange> changes, Patience patience) {
		JournalParts current = parts();
		UUID node = current.lease().nodeId();
		return store(changes, node, (prepared) -> current.commits().commit(node, prepared, patience));
	}

	private JournalResult store(List<JournalChange> changes, UUID node, Function<List<Write>, JournalResult> step) {
		JournalResult result = this.writes.store(changes, node, step);
		boolean removed = this.removals.hasHolder(result)
				&& this.reads.read((connection) -> this.removals.flush(connection, parts().store().tables()));
		return removed ? this.writes.store(changes, node, step) : result;
	}

	@Override
	public void removeLater(UUID uid) {
		this.removals.add(uid);
	}

	@Override
	public Duration acceptTimeout() {
		return this.settings.acceptTimeout();
	}

	@Override
	public boolean canJoin() {
		return JoinedCommit.isPossible(this.dataSource);
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
	public @Nullable StoredTask find(UUID uid) {
		return parts().tasks().find(uid);
	}

	@Override
	public @Nullable StoredTask find(String sessionId, String taskId) {
		return parts().tasks().find(sessionId, taskId);
	}

	@Override
	public List<StoredTask> findAll(String taskId, int limit) {
		return parts().tasks().findAll(taskId, limit);
	}

	@Override
	public List<StoredTask> holders(String sessionId, Collection<String> keys) {
		return parts().tasks().holders(sessionId, keys);
	}

	@Override
	public StoredPage page(BackgroundTaskFilter filter, int limit, @Nullable UUID after) {
		return parts().tasks().page(filter, limit, after);
	}

	@Override
	public List<StoredTask> children(UUID parentUid, int limit) {
		return parts().tasks().children(parentUid, limit);
	}

	@Override
	public Optional<StoredTaskCounts> counts() {
		return this.origin.counts().last();
	}

	@Override
	public StoredDetails details(UUID uid) {
		return parts().tasks().details(uid);
	}

	@Override
	public SessionWakes drainWakes(String sessionId, int limit) {
		return parts().tasks().drainWakes(sessionId, limit);
	}

	@Override
	public void release(UUID uid) {
		JournalParts current = parts();
		this.reads.read((connection) -> current.release(connection, uid));
	}

	@Override
	public void stopping(boolean stopping) {
		JournalParts current = this.parts;
		if (current != null) {
			current.commits().stopping(stopping);
		}
		Recovery claiming = this.recovery;
		if (claiming != null) {
			claiming.pause(stopping);
		}
	}

	@Override
	public void stop() {
		this.opening.lock();
		try {
			JournalParts current = this.parts;
			if (current != null && !this.stopped) {
				this.stopped = true;
				Optional.ofNullable(this.recovery).ifPresent(Recovery::stop);
				current.stop(this.reads);
			}
		}
		catch (JournalUnavailableException ex) {
			log.warn("The tasks of {} are left to the recovery, since the database is away", workerId(), ex);
		}
		finally {
			this.reads.stop();
			this.opening.unlock();
		}
	}

	private final class Nodes implements NodeLease.Listener {

		@Override
		public void fenced(UUID node) {
			JdbcTaskJournal.this.reports.clear();
			Optional.ofNullable(JdbcTaskJournal.this.host).ifPresent(JournaledHost::fenced);
		}

		@Override
		public void expired(List<UUID> nodes) {
			Recovery current = JdbcTaskJournal.this.recovery;
			if (current != null) {
				current.add(nodes);
			}
		}

	}

}
