package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import javax.sql.DataSource;

import io.github.taskhost.jdbc.commit.GroupCommit;
import io.github.taskhost.jdbc.commit.JoinedCommit;
import io.github.taskhost.jdbc.commit.UnknownCommits;
import io.github.taskhost.jdbc.error.MissingTablesException;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.read.JournalReads;
import io.github.taskhost.jdbc.read.ReadThreads;
import io.github.taskhost.jdbc.read.StoredCounts;
import io.github.taskhost.jdbc.read.VisibleTasks;
import io.github.taskhost.jdbc.recovery.Claims;
import io.github.taskhost.jdbc.recovery.EndedTasks;
import io.github.taskhost.jdbc.recovery.Engine;
import io.github.taskhost.jdbc.recovery.ForgottenTasks;
import io.github.taskhost.jdbc.recovery.Placed;
import io.github.taskhost.jdbc.recovery.Recovery;
import io.github.taskhost.jdbc.recovery.Takeover;
import io.github.taskhost.jdbc.recovery.UnresolvedTasks;
import io.github.taskhost.jdbc.recovery.WaitingTasks;
import io.github.taskhost.jdbc.report.Later;
import io.github.taskhost.jdbc.report.ReportFlusher;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.WorkerIds;
import io.github.taskhost.jdbc.row.WriteFactory;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.JournalSchema;
import io.github.taskhost.jdbc.schema.StoreSafety;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.Backends;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.PlainSql;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTaskCounts;

/**
 * The running parts of a journal: lease, writers, reader and flusher.
 *
 * @param store the statements
 * @param lease the lease
 * @param heartbeats the thread of the lease
 * @param commits the writers
 * @param joined the commits in transactions of callers
 * @param unknown the transactions of callers whose outcome is unknown
 * @param flusher stores reports
 * @param flushes the thread of the flusher
 * @param tasks reads tasks
 * @param details reads other values
 */
record JournalParts(StoreParts store, NodeLease lease, Thread heartbeats, GroupCommit commits, JoinedCommit joined,
		UnknownCommits unknown, ReportFlusher flusher, Thread flushes, VisibleTasks tasks, DetailReads details) {

	/**
	 * Checks the tables, inserts the row of the node, and starts the threads.
	 * @throws MissingTablesException if there are no tables
	 */
	static JournalParts open(Connection connection, Origin origin, UUID node, Later later, NodeLease.Listener listener)
			throws SQLException {
		DataSource dataSource = origin.dataSource();
		JdbcJournalSettings settings = origin.settings();
		Tables tables = new Tables(settings.tablePrefix());
		RecordCodec codec = origin.codec();
		JournalSchema.check(connection, tables);
		Database database = Database.of(connection);
		StoreParts store = StoreParts.of(database, tables, codec);
		Backends backends = new Backends();
		NodeLease lease = new NodeLease(node, store, settings.nodeName(), settings.lease(),
				new WriterConnection(dataSource, database, settings.lease(), backends), backends, listener);
		lease.open(connection);
		GroupCommit commits = new GroupCommit(dataSource, settings.writers(), settings.acceptTimeout(), store, lease);
		DetailReads details = new DetailReads(origin.reads(), store, codec);
		ReportFlusher flusher = new ReportFlusher(later, store, codec, lease,
				new WriterConnection(dataSource, database, settings.lease(), backends));
		UnknownCommits unknown = new UnknownCommits(store, commits);
		JournalParts parts = new JournalParts(store, lease, JournalThreads.of("taskhost-lease", lease), commits,
				new JoinedCommit(dataSource, store, commits, unknown, settings.lease()), unknown, flusher,
				JournalThreads.of("taskhost-reports", flusher),
				new VisibleTasks(new JournalReads(origin.reads(), store.rows()), details, later.removals()), details);
		parts.startThreads();
		return parts;
	}

	/** Creates the recovery for a host. */
	Recovery recovery(Origin origin, JournaledHost host) {
		WriterConnection connection = new WriterConnection(origin.dataSource(), this.store.database(),
				origin.settings().lease(), this.lease.backends());
		Takeover takeover = new Takeover(this.store, this.lease, new WriteFactory(origin.codec()),
				this.lease.backends());
		Semaphore wanted = new Semaphore(0);
		Placed placed = new Placed(host, takeover, new EndedTasks(this.store), new WriterConnection(origin.dataSource(),
				this.store.database(), origin.settings().lease(), this.lease.backends()), wanted::release);
		Engine engine = new Engine(origin.dataSource(), this.store.tables(), this.lease.nodeId().toString(),
				origin.settings().lease(), placed::takeOver, placed::retain);
		WaitingTasks waiting = new WaitingTasks(this.store, this.lease, origin.settings().unresolvedAfter());
		Claims claims = new Claims(waiting, this.store.rows(), this.details, this.unknown, origin.unresolved());
		return new Recovery(host, engine, wanted, new ForgottenTasks(this.store, this.lease, waiting), claims,
				connection);
	}

	/** The present state. */
	JournalStatus status(Origin origin, StoreSafety safety) {
		JdbcJournalSettings settings = origin.settings();
		return new JournalStatus(safety.database(), WorkerIds.of(this.lease.nodeId()), settings.nodeName(),
				this.lease.sinceRenewal(), settings.lease(), this.lease.fencings(), origin.unresolved().count(),
				origin.counts().last().map(StoredTaskCounts::byState).orElse(null), safety.warnings());
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

	/** Takes a task from this node, so that any node claims it. */
	int release(Connection connection, UUID uid) throws SQLException {
		return PlainSql.update(connection,
				"UPDATE " + this.store.tables().live() + " SET worker = NULL WHERE uid = ? AND worker = ?", uid,
				this.lease.nodeId());
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
	 */
	record Origin(DataSource dataSource, JdbcJournalSettings settings, RecordCodec codec, ReadThreads reads,
			UnresolvedTasks unresolved, StoredCounts counts) {

		Origin(DataSource dataSource, JdbcJournalSettings settings, ReadThreads reads) {
			this(dataSource, settings, new RecordCodec(), reads, new UnresolvedTasks(),
					new StoredCounts(reads, new Tables(settings.tablePrefix())));
		}

	}

}
