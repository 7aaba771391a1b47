package io.github.taskhost.jdbc.rate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.LongConsumer;

import io.github.bucket4j.distributed.proxy.generic.select_for_update.LockAndGetResult;
import io.github.bucket4j.distributed.proxy.generic.select_for_update.SelectForUpdateBasedTransaction;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.PlainSql;

/**
 * The transaction of one request to a bucket. Used by one thread.
 */
final class BucketTransaction implements SelectForUpdateBasedTransaction {

	private final Connection connection;

	private final Database database;

	private final Tables tables;

	private final BucketRows.Key key;

	/** Receives the microseconds of the database. */
	private final LongConsumer time;

	private boolean autoCommit;

	BucketTransaction(Connection connection, Database database, Tables tables, BucketRows.Key key, LongConsumer time) {
		this.connection = connection;
		this.database = database;
		this.tables = tables;
		this.key = key;
		this.time = time;
	}

	/** The present time of the database in microseconds. */
	static String micros(Database database) {
		return "CAST(EXTRACT(EPOCH FROM " + database.now() + ") * 1000000 AS BIGINT)";
	}

	private static void run(Step step) {
		try {
			step.run();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void begin(Optional<Long> timeoutNanos) {
		run(() -> {
			this.autoCommit = this.connection.getAutoCommit();
			this.connection.setAutoCommit(false);
		});
	}

	@Override
	public LockAndGetResult tryLockAndGet(Optional<Long> timeoutNanos) {
		String sql = "SELECT state FROM " + this.tables.rate() + " WHERE name = ? FOR UPDATE";
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.setString(1, this.key.name());
			try (ResultSet rows = statement.executeQuery()) {
				if (!rows.next()) {
					return LockAndGetResult.notLocked();
				}
				byte[] state = rows.getBytes(1);
				readTime();
				return LockAndGetResult.locked(state);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void readTime() throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement("SELECT " + micros(this.database));
				ResultSet rows = statement.executeQuery()) {
			rows.next();
			this.time.accept(rows.getLong(1));
		}
	}

	@Override
	public boolean tryInsertEmptyData(Optional<Long> timeoutNanos) {
		String insert = "INSERT INTO " + this.tables.rate() + " (name, full_at) SELECT ?, " + Long.MAX_VALUE;
		run(() -> PlainSql.update(this.connection,
				(this.database == Database.POSTGRESQL) ? insert + " ON CONFLICT DO NOTHING" : "MERGE INTO "
						+ this.tables.rate() + " (name, full_at) KEY (name) VALUES (?, " + Long.MAX_VALUE + ")",
				this.key.name()));
		return true;
	}

	@Override
	public void update(byte[] data, RemoteBucketState newState, Optional<Long> timeoutNanos) {
		run(() -> PlainSql.update(this.connection, "UPDATE " + this.tables.rate() + " SET state = ?, full_at = "
				+ micros(this.database) + " + ? WHERE name = ?", data, this.key.untilFull().toNanos() / 1000,
				this.key.name()));
	}

	@Override
	public void rollback() {
		run(this.connection::rollback);
	}

	@Override
	public void commit(Optional<Long> timeoutNanos) {
		run(this.connection::commit);
	}

	@Override
	public void release() {
		run(() -> {
			try (Connection closed = this.connection) {
				closed.setAutoCommit(this.autoCommit);
			}
		});
	}

	/** A step with the connection. */
	private interface Step {

		void run() throws SQLException;

	}

}
