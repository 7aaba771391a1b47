package io.github.taskhost.jdbc.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.meter.JournalMeters;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.BatchTransaction;
import io.github.taskhost.jdbc.sql.ExtraStatements;
import io.github.taskhost.jdbc.sql.ExtraStatements.EventRow;
import io.github.taskhost.jdbc.sql.NodeMark;
import io.github.taskhost.jdbc.sql.SqlFailures;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.spi.JournalResult;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Stores changes in the transaction of the calling thread, on its connection. The
 * transaction holds the row of the node against a takeover until it ends. A change that
 * is not stored leaves the transaction usable: its statements are undone up to a
 * savepoint. The entries of the log are stored with the changes and get their places
 * after the commit, since the order of the log is that of commits. Thread-safe.
 */
public final class JoinedCommit {

	private final DataSource dataSource;

	private final StoreParts parts;

	private final GroupCommit commits;

	private final UnknownCommits unknown;

	private final AtomicLong unplaced = new AtomicLong();

	private final JournalMeters meters;

	/**
	 * Creates commits.
	 * @param dataSource the pool, which is the resource of transactions
	 * @param parts the statements
	 * @param commits places changes in the log
	 * @param unknown receives transactions whose outcome is unknown
	 * @param meters counts refused changes
	 */
	public JoinedCommit(DataSource dataSource, StoreParts parts, GroupCommit commits, UnknownCommits unknown,
			JournalMeters meters) {
		this.meters = meters;
		this.dataSource = dataSource;
		this.parts = parts;
		this.commits = commits;
		this.unknown = unknown;
	}

	/** Whether the calling thread has a transaction of a pool that may still write. */
	public static boolean isPossible(DataSource dataSource) {
		if (!TransactionSynchronizationManager.isActualTransactionActive()
				|| !TransactionSynchronizationManager.isSynchronizationActive()
				|| TransactionSynchronizationManager.isCurrentTransactionReadOnly()
				|| !TransactionSynchronizationManager.hasResource(dataSource)) {
			return false;
		}
		Connection connection = DataSourceUtils.getConnection(dataSource);
		try {
			return DataSourceUtils.isConnectionTransactional(connection, dataSource);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, dataSource);
		}
	}

	/**
	 * Stores prepared changes, all or none, with the transaction of the calling thread.
	 * @param node the node under which they were prepared
	 * @param writes the changes
	 * @throws JournalUnavailableException if the node is fenced or the database is away
	 */
	public JournalResult join(UUID node, List<Write> writes) {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			return store(connection, node, writes);
		}
		catch (SQLException ex) {
			throw new JournalUnavailableException(
					"The tasks could not be stored in the transaction of the caller: " + ex.getMessage(), ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

	private JournalResult store(Connection connection, UUID node, List<Write> writes) throws SQLException {
		mark(connection, node);
		Savepoint savepoint = connection.setSavepoint();
		BatchTransaction transaction = new BatchTransaction(this.parts, connection);
		try {
			String id = transaction.enter(node);
			if (id == null) {
				this.meters.fencedWrite();
				throw new JournalUnavailableException("Worker " + node
						+ " is fenced, so nothing was stored. Roll the transaction back and repeat it.", null);
			}
			Set<UUID> stored = transaction.store(writes);
			for (Write write : writes) {
				if (!stored.contains(write.uid())) {
					JournalResult reason = transaction.reasonOf(write);
					connection.rollback(savepoint);
					return reason;
				}
			}
			transaction.log(writes.stream()
				.filter(Write::isLogged)
				.map((write) -> new EventRow(node, ExtraStatements.UNPLACED, this.unplaced.incrementAndGet(), write))
				.toList());
			connection.releaseSavepoint(savepoint);
			follow(node, id, writes);
			return JournalResult.Stored.STORED;
		}
		catch (SQLException | RuntimeException ex) {
			connection.rollback(savepoint);
			return duplicate(transaction, writes, ex);
		}
	}

	/**
	 * Marks the transaction as one of the node until its end, so that a takeover ends it:
	 * it holds the row of the node, and a frozen process would keep its tasks from others
	 * for ever.
	 */
	private void mark(Connection connection, UUID node) throws SQLException {
		if (this.parts.database() == Database.POSTGRESQL) {
			NodeMark.addToTransaction(connection, node);
		}
	}

	/** The task that took a name between the check and the change, or the failure. */
	private static JournalResult duplicate(BatchTransaction transaction, List<Write> writes, Exception failure)
			throws SQLException {
		if (SqlFailures.isDuplicate(failure)) {
			for (Write write : writes) {
				if (transaction.reasonOf(write) instanceof JournalResult.Duplicate duplicate) {
					return duplicate;
				}
			}
		}
		if (failure instanceof RuntimeException ex) {
			throw ex;
		}
		throw (SQLException) failure;
	}

	private void follow(UUID node, String transaction, List<Write> writes) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			private boolean committing;

			@Override
			public int getOrder() {
				return HIGHEST_PRECEDENCE;
			}

			@Override
			public void afterCommit() {
				JoinedCommit.this.commits.log(node, writes.stream().filter(Write::isLogged).toList());
			}

			@Override
			public void beforeCommit(boolean readOnly) {
				this.committing = true;
			}

			// a roll-back after a commit that failed does not say what the server did
			@Override
			public void afterCompletion(int status) {
				if (status == STATUS_UNKNOWN || status == STATUS_ROLLED_BACK && this.committing) {
					JoinedCommit.this.unknown.add(node, transaction, writes);
				}
			}

		});
	}

}
