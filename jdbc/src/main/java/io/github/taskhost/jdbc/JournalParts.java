package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;

import javax.sql.DataSource;

import io.github.taskhost.spi.JournaledHost;

/**
 * The running parts of a journal: lease, writers, reader and flusher.
 *
 * @param store the statements
 * @param lease the lease
 * @param heartbeats the thread of the lease
 * @param commits the writers
 * @param joined the commits in transactions of callers
 * @param flusher stores reports
 * @param flushes the thread of the flusher
 * @param tasks reads tasks
 * @param details reads other values
 */
record JournalParts(StoreParts store, NodeLease lease, Thread heartbeats, GroupCommit commits, JoinedCommit joined,
		ReportFlusher flusher, Thread flushes, JournalReads tasks, DetailReads details) {

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
		Set<Integer> backends = WriterConnection.backends();
		NodeLease lease = new NodeLease(node, store, settings,
				new WriterConnection(dataSource, database, settings.lease(), backends), backends, listener);
		lease.open(connection);
		GroupCommit commits = new GroupCommit(dataSource, settings, store, lease, backends);
		ReportFlusher flusher = new ReportFlusher(later, store, codec, lease,
				new WriterConnection(dataSource, database, settings.lease(), backends));
		JournalParts parts = new JournalParts(store, lease, JournalThreads.of("taskhost-lease", lease), commits,
				new JoinedCommit(dataSource, store, commits), flusher, JournalThreads.of("taskhost-reports", flusher),
				new JournalReads(origin.reads(), store.rows()), new DetailReads(origin.reads(), store, codec));
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
		Engine engine = new Engine(origin.dataSource(), this.store.tables(), this.lease, placed::takeOver,
				placed::retain);
		return new Recovery(host, engine, wanted, new Claims(this.store, this.lease, this.details), connection);
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

	private void giveBack(ReadThreads reads) {
		String sql = "UPDATE " + this.store.tables().live() + " SET worker = NULL WHERE worker = ?";
		reads.read((connection) -> {
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				JournalReads.bind(statement, List.of(this.lease.nodeId()));
				return statement.executeUpdate();
			}
		});
	}

	/**
	 * The things that are stored some time later.
	 *
	 * @param reports the reports of running work
	 * @param removals the tasks to remove
	 */
	record Later(PendingReports reports, Removals removals) {
	}

	/**
	 * The things that a journal is made from.
	 *
	 * @param dataSource the pool
	 * @param settings the settings
	 * @param codec writes and reads values
	 * @param reads the threads that read
	 */
	record Origin(DataSource dataSource, JdbcJournalSettings settings, RecordCodec codec, ReadThreads reads) {
	}

}
