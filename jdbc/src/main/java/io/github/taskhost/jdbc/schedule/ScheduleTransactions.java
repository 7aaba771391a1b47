package io.github.taskhost.jdbc.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.spi.TaskTransactions;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transactions that change schedules. The runs that start in them are stored by the
 * way of tasks in a transaction of a caller: on its connection, to start after its
 * commit. Thread-safe.
 */
final class ScheduleTransactions {

	private final DataSource dataSource;

	private final TransactionTemplate template;

	ScheduleTransactions(DataSource dataSource) {
		this.dataSource = dataSource;
		this.template = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
		// a statement after a lock sees the row as it is then
		this.template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
	}

	/** Runs work in a transaction of this thread. */
	<T> T begin(Work<T> work) {
		try {
			return this.template.execute((status) -> join(work));
		}
		catch (TransactionException ex) {
			throw away(ex);
		}
	}

	/** Runs work in the transaction that this thread has. */
	<T> T join(Work<T> work) {
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			return work.run(connection);
		}
		catch (SQLException ex) {
			throw away(ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

	/** Runs work that reads, without a transaction. */
	<T> T read(Work<T> work) {
		try (Connection connection = this.dataSource.getConnection()) {
			if (!connection.getAutoCommit()) {
				connection.setAutoCommit(true);
			}
			return work.run(connection);
		}
		catch (SQLException ex) {
			throw away(ex);
		}
	}

	private static JournalUnavailableException away(Exception ex) {
		return new JournalUnavailableException(
				"The schedules could not be read or changed: " + ex.getMessage() + ". Try again.", ex);
	}

	/** The transaction of this thread. */
	static TaskTransactions.Transaction current() {
		return (outcome) -> TransactionSynchronizationManager.registerSynchronization(new WhenOver(outcome));
	}

	/** Runs an action after the commit of the transaction of this thread. */
	static void afterCommit(Runnable action) {
		current().whenOver((committed) -> {
			if (committed) {
				action.run();
			}
		});
	}

	/** Work with a connection. */
	interface Work<T> {

		T run(Connection connection) throws SQLException;

	}

	/** Tells the outcome of a transaction. */
	private record WhenOver(Consumer<Boolean> outcome) implements TransactionSynchronization {

		@Override
		public void afterCompletion(int status) {
			this.outcome.accept(status == STATUS_COMMITTED);
		}

	}

}
