package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.taskhost.jdbc.schema.Database;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one thread that stays out of the pool while the thread has work. Its
 * transactions are read-committed. On PostgreSQL the server ends a transaction that is
 * idle for a whole lease, and the driver gives up a call after that time, so that a
 * frozen process or network does not hold locks or the thread for ever; its statements
 * find rows by indexes alone. Used by one thread.
 *
 * <p>
 * There, an open connection bears the {@link NodeMark} of the node, by which a takeover
 * finds it. After the node goes on under another id, an open connection is outdated: its
 * thread releases it before the next transaction.
 */
public final class WriterConnection {

	private final DataSource dataSource;

	private final Database database;

	private final Duration lease;

	private final NodeMark mark;

	private @Nullable Connection connection;

	private Map<String, String> settingsBefore = Map.of();

	private int networkTimeoutBefore;

	private @Nullable UUID marked;

	private final PlanAge plans = new PlanAge(System::nanoTime);

	/**
	 * Creates a holder without a connection.
	 * @param dataSource the pool
	 * @param database the sort of the database
	 * @param lease the lease of the node
	 * @param mark the mark of the node
	 */
	public WriterConnection(DataSource dataSource, Database database, Duration lease, NodeMark mark) {
		this.dataSource = dataSource;
		this.database = database;
		this.lease = lease;
		this.mark = mark;
	}

	/** Returns the connection, from the pool if there is none. */
	public Connection get() throws SQLException {
		Connection current = this.connection;
		if (current == null) {
			current = this.dataSource.getConnection();
			this.connection = current;
			prepare(current);
		}
		return current;
	}

	/**
	 * Returns the connection for the next transaction. Plans that PostgreSQL keeps are
	 * those for the sizes of the tables a second ago at most: tables that were empty when
	 * a statement was planned may have grown since.
	 */
	public Connection begin() throws SQLException {
		Connection current = get();
		if (this.database == Database.POSTGRESQL && this.plans.isOver()) {
			current.setAutoCommit(true);
			try (Statement statement = current.createStatement()) {
				statement.execute("DISCARD PLANS");
			}
			current.setAutoCommit(false);
		}
		return current;
	}

	public boolean isOpen() {
		return this.connection != null;
	}

	/** Whether the open connection bears the mark of an earlier id of this node. */
	public boolean isOutdated() {
		return this.marked != null && !this.marked.equals(this.mark.node());
	}

	private void prepare(Connection current) throws SQLException {
		try {
			current.setAutoCommit(true);
			if (current.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
				current.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
			}
			if (this.database == Database.POSTGRESQL) {
				this.networkTimeoutBefore = current.getNetworkTimeout();
				current.setNetworkTimeout(Runnable::run, Math.toIntExact(this.lease.toMillis()));
				this.settingsBefore = SessionSettings.change(current, SessionSettings.ofWriter(this.lease));
				UUID node = this.mark.node();
				NodeMark.add(current, node);
				this.marked = node;
				this.plans.restart();
			}
			current.setAutoCommit(false);
		}
		catch (SQLException | RuntimeException ex) {
			discard();
			throw ex;
		}
	}

	/** Gives the connection back to the pool, as it was. */
	public void release() {
		Connection current = this.connection;
		if (current == null) {
			return;
		}
		try {
			if (!current.getAutoCommit()) {
				current.rollback();
				current.setAutoCommit(true);
			}
			if (this.database == Database.POSTGRESQL) {
				removeMark(current);
				SessionSettings.change(current, this.settingsBefore);
				current.setNetworkTimeout(Runnable::run, this.networkTimeoutBefore);
			}
			current.close();
			forget();
		}
		catch (SQLException | RuntimeException ex) {
			discard();
		}
	}

	private void removeMark(Connection current) throws SQLException {
		if (this.marked != null) {
			NodeMark.remove(current, this.marked);
		}
	}

	public void rollback() {
		try {
			if (this.connection != null) {
				this.connection.rollback();
			}
		}
		catch (SQLException | RuntimeException ex) {
			discard();
		}
	}

	/** Breaks the connection, so that the pool does not use it again. */
	public void discard() {
		Connection current = this.connection;
		if (current == null) {
			return;
		}
		forget();
		try {
			current.abort(Runnable::run);
		}
		catch (SQLException | RuntimeException ex) {
			// it is broken already
		}
		try {
			current.close();
		}
		catch (SQLException | RuntimeException ex) {
			// it is broken already
		}
	}

	private void forget() {
		this.connection = null;
		this.marked = null;
	}

}
