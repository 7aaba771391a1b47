package io.github.taskhost.jdbc.rate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.select_for_update.AbstractSelectForUpdateBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.select_for_update.SelectForUpdateBasedTransaction;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.PlainSql;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of Bucket4j in a table. A request locks the row of its bucket, and its time
 * is that of the database while it has the lock: clocks of nodes do not matter.
 * Thread-safe.
 */
final class BucketRows extends AbstractSelectForUpdateBasedProxyManager<BucketRows.Key> {

	private final DataSource dataSource;

	private final Tables tables;

	private final ThreadLocal<Long> time;

	private volatile @Nullable Database database;

	BucketRows(DataSource dataSource, Tables tables) {
		this(dataSource, tables, ThreadLocal.withInitial(() -> 0L));
	}

	private BucketRows(DataSource dataSource, Tables tables, ThreadLocal<Long> time) {
		super(ClientSideConfig.getDefault().withClientClock(new LockedTime(time)));
		this.dataSource = dataSource;
		this.tables = tables;
		this.time = time;
	}

	@Override
	protected SelectForUpdateBasedTransaction allocateTransaction(Key key, Optional<Long> timeoutNanos) {
		try {
			Connection connection = this.dataSource.getConnection();
			return new BucketTransaction(connection, databaseOf(connection), this.tables, key,
					(micros) -> this.time.set(TimeUnit.MICROSECONDS.toNanos(micros)));
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Database databaseOf(Connection connection) throws SQLException {
		Database known = this.database;
		if (known == null) {
			known = Database.of(connection);
			this.database = known;
		}
		return known;
	}

	/** Removes the buckets that are full again, which are like new ones. */
	void removeFull() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			PlainSql.update(connection, "DELETE FROM " + this.tables.rate() + " WHERE full_at < "
					+ BucketTransaction.micros(databaseOf(connection)));
			connection.setAutoCommit(autoCommit);
		}
	}

	@Override
	public void removeProxy(Key key) {
		throw new UnsupportedOperationException("Full buckets are removed");
	}

	/**
	 * The key of a bucket.
	 *
	 * @param name the name
	 * @param untilFull the time in which the empty bucket gets full
	 */
	record Key(String name, Duration untilFull) {
	}

	/**
	 * The time of the database since the lock.
	 *
	 * @param time the time of the request of the current thread
	 */
	private record LockedTime(ThreadLocal<Long> time) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.time.get();
		}

		@Override
		public boolean isWallClockBased() {
			return true;
		}

	}

}
