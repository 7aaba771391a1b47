package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import javax.sql.DataSource;

import io.github.taskhost.jdbc.commit.GroupCommit;
import io.github.taskhost.jdbc.commit.JoinedCommit;
import io.github.taskhost.jdbc.commit.Releases;
import io.github.taskhost.jdbc.commit.UnknownCommits;
import io.github.taskhost.jdbc.error.MissingTablesException;
import io.github.taskhost.jdbc.event.EventLog;
import io.github.taskhost.jdbc.inbox.Coming;
import io.github.taskhost.jdbc.inbox.Inbox;
import io.github.taskhost.jdbc.meter.JournalMeters;
import io.github.taskhost.jdbc.node.DatabaseClock;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.node.NodeListener;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.read.HistoryReads;
import io.github.taskhost.jdbc.read.JournalReads;
import io.github.taskhost.jdbc.read.LiveTasks;
import io.github.taskhost.jdbc.read.ReadThreads;
import io.github.taskhost.jdbc.read.SessionReads;
import io.github.taskhost.jdbc.read.StoredCounts;
import io.github.taskhost.jdbc.read.VisibleTasks;
import io.github.taskhost.jdbc.recovery.Backlog;
import io.github.taskhost.jdbc.recovery.Claims;
import io.github.taskhost.jdbc.recovery.EndedTasks;
import io.github.taskhost.jdbc.recovery.Engine;
import io.github.taskhost.jdbc.recovery.ForgottenTasks;
import io.github.taskhost.jdbc.recovery.FreeTasks;
import io.github.taskhost.jdbc.recovery.Placed;
import io.github.taskhost.jdbc.recovery.Recovery;
import io.github.taskhost.jdbc.recovery.Takeover;
import io.github.taskhost.jdbc.recovery.UnresolvedTasks;
import io.github.taskhost.jdbc.recovery.WaitingTasks;
import io.github.taskhost.jdbc.report.Later;
import io.github.taskhost.jdbc.report.PendingReports;
import io.github.taskhost.jdbc.report.ReportFlusher;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.WorkerIds;
import io.github.taskhost.jdbc.row.WriteFactory;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.JournalSchema;
import io.github.taskhost.jdbc.schema.StoreSafety;
import io.github.taskhost.jdbc.schedule.StoredSchedules;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.NodeMark;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTaskCounts;
import org.jspecify.annotations.Nullable;

/**
 * The running parts of a journal: lease, writers, reader and flusher.
 *
 * @param store the statements
 * @param lease the lease
 * @param heartbeats the thread of the lease
 * @param commits the writers
 * @param joined the commits in transactions of callers
 * @param unknown the transactions of callers whose outcome is unknown
 * @param releases gives tasks back
 * @param flusher stores reports
 * @param flushes the thread of the flusher
 * @param tasks reads tasks
 * @param details reads other values
 */
record JournalParts(StoreParts store, NodeLease lease, Thread heartbeats, GroupCommit commits, JoinedCommit joined,
		UnknownCommits unknown, Releases releases, ReportFlusher flusher, Thread flushes, VisibleTasks tasks,
		DetailReads details) {

	/**
	 * Checks the tables, inserts the row of the node, and starts the threads.
	 * @throws MissingTablesException if there are no tables
	 */
	static JournalParts open(Connection connection, Origin origin, UUID node, Later later, NodeListener listener)
			throws SQLException {
		DataSource dataSource = origin.dataSource();
		JdbcJournalSettings settings = origin.settings();
		Tables tables = new Tables(settings.tablePrefix());
		RecordCodec codec = origin.codec();
		JournalSchema.check(connection, tables);
		Database database = Database.of(connection);
		StoreParts store = StoreParts.of(database, tables, codec);
		NodeMark mark = new NodeMark(node);
		NodeLease lease = new NodeLease(node, store, settings.nodeName(), settings.lease(),
				new WriterConnection(dataSource, database, settings.lease(), mark), mark, origin.clock(), listener);
		lease.open(connection);
		GroupCommit commits = new GroupCommit(dataSource, settings.writers(), settings.acceptTimeout(), store, lease,
				origin.meters());
		DetailReads details = new DetailReads(origin.reads(), store, codec);
		ReportFlusher flusher = new ReportFlusher(later, store, codec, lease,
				new WriterConnection(dataSource, database, settings.lease(), mark));
		UnknownCommits unknown = new UnknownCommits(store, commits);
		JournalParts parts = new JournalParts(store, lease, JournalThreads.of("taskhost-lease", lease), commits,
				new JoinedCommit(dataSource, store, commits, unknown, origin.meters()), unknown,
				new Releases(origin.reads(), tables, lease), flusher, JournalThreads.of("taskhost-reports", flusher),
				new VisibleTasks(new JournalReads(origin.reads(), store.rows()), details,
						new LiveTasks(origin.reads(), tables), new SessionReads(origin.reads(), store, store.rows()),
						new HistoryReads(origin.reads(), tables), later.removals()),
				details);
		parts.startThreads();
		return parts;
	}

	/** Creates the recovery for a host. */
	Recovery recovery(Origin origin, JournaledHost host, Coming coming, StoredSchedules schedules) {
		Takeover takeover = new Takeover(this.store, this.lease, origin.writes(), origin.meters());
		Semaphore wanted = new Semaphore(0);
		Placed placed = new Placed(host, takeover, new EndedTasks(this.store), connection(origin), wanted::release);
		Engine engine = new Engine(origin.dataSource(), this.store.tables(), this.lease.nodeId().toString(),
				origin.settings().lease(), origin.clock(),
				new Engine.Work(placed::takeOver, placed::retain, schedules::look, schedules::lookNow));
		schedules.serve(host, engine, host.clock(origin.clock()));
		WaitingTasks waiting = new WaitingTasks(this.store, this.lease, origin.settings().unresolvedAfter(), coming);
		Claims claims = new Claims(new FreeTasks(origin.reads(), this.store), waiting, this.store.rows(), this.details,
				this.unknown, origin.unresolved(), origin.backlog());
		return new Recovery(host, engine, schedules::lookNow, wanted,
				new ForgottenTasks(this.store, this.lease, waiting), claims, this.lease, connection(origin));
	}

	private WriterConnection connection(Origin origin) {
		return new WriterConnection(origin.dataSource(), this.store.database(), origin.settings().lease(),
				this.lease.mark());
	}

	/** The present state. */
	JournalStatus status(Origin origin, StoreSafety safety) {
		JdbcJournalSettings settings = origin.settings();
		return new JournalStatus(safety.database(), WorkerIds.of(this.lease.nodeId()), settings.nodeName(),
				this.lease.sinceRenewal(), settings.lease(), this.lease.fencings(), origin.unresolved().count(),
				origin.counts().last().map(StoredTaskCounts::byState).orElse(null), this.lease.nodes(),
				safety.warnings());
	}

	/** Creates the inbox for a host. */
	Inbox inbox(Origin origin, JournaledHost host, PendingReports reports) {
		return new Inbox(this.lease, this.store, origin.codec(), this.details, connection(origin), host, reports);
	}

	/** Creates the reader of the events of other nodes, if these are wanted. */
	@Nullable EventLog events(Origin origin, JournaledHost host) {
		boolean wanted = origin.settings().allEvents() && this.store.database() == Database.POSTGRESQL;
		return wanted ? new EventLog(this.lease, origin.reads(), this.store.tables(), origin.codec(), host) : null;
	}

	private void startThreads() {
		this.heartbeats.start();
		this.commits.start();
		this.flushes.start();
	}

	/**
	 * Stores reports and requests that wait, gives the tasks back, and ends the lease.
	 */
	void stop(ReadThreads reads) {
		this.flusher.stop(this.flushes);
		this.commits.stop();
		try {
			giveBack(reads);
		}
		finally {
			this.lease.stop(this.heartbeats);
		}
	}

	/**
	 * Fences this node, which waits for transactions of callers that have submitted
	 * tasks, and takes its tasks from it.
	 */
	private void giveBack(ReadThreads reads) {
		UUID node = this.lease.nodeId();
		Tables tables = this.store.tables();
		reads.read((connection) -> PlainSql.update(connection,
				"UPDATE " + tables.node() + " SET fenced_at = " + this.store.database().now() + " WHERE node_id = ?",
				node));
		reads.read((connection) -> PlainSql.update(connection,
				"UPDATE " + tables.live() + " SET worker = NULL WHERE worker = ?", node));
	}

	/**
	 * The things that a journal is made from.
	 *
	 * @param dataSource the pool
	 * @param settings the settings
	 * @param codec writes and reads values
	 * @param reads the threads that read
	 * @param unresolved the tasks that this node cannot run
	 * @param counts the numbers of live tasks in the database
	 * @param backlog the kinds that this node has no room for
	 * @param clock the clock of this node
	 * @param meters the counters
	 */
	record Origin(DataSource dataSource, JdbcJournalSettings settings, RecordCodec codec, ReadThreads reads,
			UnresolvedTasks unresolved, StoredCounts counts, Backlog backlog, DatabaseClock clock,
			JournalMeters meters) {

		Origin(DataSource dataSource, JdbcJournalSettings settings, Clock clock) {
			this(dataSource, settings, new ReadThreads(dataSource, settings.acceptTimeout()), clock);
		}

		private Origin(DataSource dataSource, JdbcJournalSettings settings, ReadThreads reads, Clock clock) {
			this(dataSource, settings, new RecordCodec(), reads, new UnresolvedTasks(),
					new StoredCounts(reads, new Tables(settings.tablePrefix())), new Backlog(),
					new DatabaseClock(clock), new JournalMeters());
		}

		/** Prepares changes. */
		WriteFactory writes() {
			return new WriteFactory(this.codec, this.settings.allEvents());
		}

	}

}
