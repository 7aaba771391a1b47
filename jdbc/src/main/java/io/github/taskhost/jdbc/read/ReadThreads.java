package io.github.taskhost.jdbc.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.error.MissingTablesException;
import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.error.UnsupportedDatabaseException;
import io.github.taskhost.jdbc.sql.JournalThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two threads that read for all callers, each with a connection of the pool during a
 * read. The number of reads that wait is that of the calling threads. A read ends after
 * the accept timeout, with its wait; if the server does not answer at all, its thread is
 * free after the same time again. A third thread, which ends when it has nothing to do,
 * reads in the background: a read for which no caller waits may wait for the pool much
 * longer. Thread-safe.
 */
public final class ReadThreads {

	private static final Logger log = LoggerFactory.getLogger(ReadThreads.class);

	private static final int THREADS = 2;

	private static final Duration LONGEST = Duration.ofDays(1);

	private final DataSource dataSource;

	private final Duration timeout;

	private final ExecutorService threads;

	private final ExecutorService background;

	public ReadThreads(DataSource dataSource, Duration timeout) {
		AtomicInteger number = new AtomicInteger();
		this.dataSource = dataSource;
		this.timeout = timeout;
		this.threads = Executors.newFixedThreadPool(THREADS,
				(task) -> JournalThreads.of("taskhost-reader-" + number.getAndIncrement(), task));
		this.background = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> JournalThreads.of("taskhost-counter", task));
	}

	/**
	 * Reads with a connection that commits each statement.
	 * @throws JournalUnavailableException if the database cannot be reached in time
	 */
	public <T> T read(Query<T> query) {
		return await(query, this.timeout);
	}

	/**
	 * Reads or writes as long as it takes.
	 * @throws JournalUnavailableException if the database cannot be reached
	 */
	public <T> T complete(Query<T> query) {
		return await(query, LONGEST);
	}

	/**
	 * Reads in the background, one read at a time.
	 * @param action the read, whose failure is not reported
	 * @param after called after it, also when it does not run
	 */
	void later(Action action, Runnable after) {
		try {
			this.background.execute(() -> {
				try {
					run((connection) -> {
						action.run(connection);
						return true;
					}, this.timeout.multipliedBy(2));
				}
				catch (SQLException | RuntimeException ex) {
					log.debug("A read in the background failed", ex);
				}
				finally {
					after.run();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			after.run(); // the store is stopped
		}
	}

	private <T> T await(Query<T> query, Duration longest) {
		try {
			Duration silence = longest.multipliedBy(2);
			return await(this.threads.submit(() -> run(query, silence)), System.nanoTime() + longest.toNanos());
		}
		catch (RejectedExecutionException ex) {
			throw new JournalUnavailableException("The store of the tasks is stopped.", ex);
		}
	}

	/**
	 * Runs a query.
	 * @param silence the time without an answer after which the connection is lost
	 */
	private <T> T run(Query<T> query, Duration silence) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			if (!connection.getAutoCommit()) {
				connection.setAutoCommit(true);
			}
			int before = connection.getNetworkTimeout();
			connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, silence.toMillis()));
			try {
				return query.run(connection);
			}
			finally {
				restore(connection, before);
			}
		}
	}

	private static void restore(Connection connection, int networkTimeout) {
		try {
			connection.setNetworkTimeout(Runnable::run, networkTimeout);
		}
		catch (SQLException ex) {
			log.debug("The connection is lost", ex); // the pool does not use it again
		}
	}

	private static <T> T await(Future<T> future, long end) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (ExecutionException ex) {
			throw failure(Objects.requireNonNullElse(ex.getCause(), ex));
		}
		catch (TimeoutException | CancellationException ex) {
			future.cancel(false);
			throw unavailable(ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static RuntimeException failure(Throwable cause) {
		return switch (cause) {
			case UnreadableTaskException ex -> new UnreadableTaskException(ex.uid(), ex);
			case MissingTablesException ex -> new MissingTablesException(String.valueOf(ex.getMessage()), ex);
			case UnsupportedDatabaseException ex ->
				new UnsupportedDatabaseException(String.valueOf(ex.getMessage()), ex);
			case SQLException ex -> unavailable(ex);
			default -> new IllegalStateException("The tasks cannot be read: " + cause.getMessage(), cause);
		};
	}

	private static JournalUnavailableException unavailable(Exception cause) {
		String reason = (cause.getMessage() != null) ? cause.getMessage() : "it did not answer in time";
		return new JournalUnavailableException(
				"The database of the tasks could not be read: " + reason + ". Try again.", cause);
	}

	/** Prepares a statement that ends after the timeout. */
	public PreparedStatement prepare(Connection connection, String sql) throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		statement.setQueryTimeout((int) Math.max(1, this.timeout.toSeconds()));
		return statement;
	}

	public void stop() {
		this.threads.shutdown();
		this.background.shutdown();
	}

	/** A read without a result. */
	interface Action {

		void run(Connection connection) throws SQLException;

	}

	/**
	 * A read.
	 *
	 * @param <T> the type of the result
	 */
	public interface Query<T> {

		T run(Connection connection) throws SQLException;

	}

}
