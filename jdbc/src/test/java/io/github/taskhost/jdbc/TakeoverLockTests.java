package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.meter.JournalMeters;
import io.github.taskhost.jdbc.node.DatabaseClock;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.node.NodeListener;
import io.github.taskhost.jdbc.recovery.Takeover;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.WriteFactory;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.Backends;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournalResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A takeover and a group commit exclude each other on PostgreSQL.
 */
class TakeoverLockTests extends AbstractJournalTests {

	private static final String WAITING = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
			+ "AND query LIKE '%s%%'";

	private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

	@Test
	void aGroupCommitWaitsForATakeoverAndThenStoresNothing() throws Exception {
		try (Connection takeover = this.pool.getConnection(); Statement statement = takeover.createStatement()) {
			takeover.setAutoCommit(false);
			statement.executeQuery("SELECT 1 FROM " + this.prefix + "node WHERE node_id = '" + node() + "' FOR UPDATE");
			Future<JournalResult> result = this.callers.submit(() -> commit(Records.accept(Records.small("chat"))));
			Signals.await(() -> number(WAITING
				.formatted("%" + this.prefix + "node WHERE node_id = $1 AND fenced_at IS NULL FOR KEY SHARE")) == 1);
			assertThat(result.isDone()).isFalse();
			statement
				.executeUpdate("UPDATE " + this.prefix + "node SET fenced_at = now() WHERE node_id = '" + node() + "'");
			takeover.commit();
			assertThat(result).failsWithin(Duration.ofMinutes(1)).withThrowableThat().withMessageContaining("fenced");
		}
		assertThat(count("task")).isZero();
	}

	@Test
	void aTakeoverWaitsForAGroupCommitAndThenSeesItsTasks() throws Exception {
		FaultyPool faulty = new FaultyPool(this.pool);
		this.journal = journal(faulty);
		this.journal.open();
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		faulty.nextCommit.set((target) -> {
			held.countDown();
			await(go);
			target.commit();
		});
		String node = node().toString();
		Future<JournalResult> result = this.callers.submit(() -> commit(Records.accept(Records.small("chat"))));
		held.await();
		Future<Long> seen = this.callers.submit(() -> takeOver(node));
		Signals.await(() -> number(WAITING.formatted("SELECT 1 FROM " + this.prefix + "node")) == 1);
		go.countDown();
		assertThat(result.get()).isEqualTo(JournalResult.Stored.STORED);
		assertThat(seen.get()).isOne();
	}

	@Test
	void aTakeoverEndsAConnectionThatKeepsTheRowLocked() throws Exception {
		StoreParts parts = StoreParts.of(Database.POSTGRESQL, new Tables(this.prefix), new RecordCodec());
		Backends backends = new Backends();
		WriterConnection own = new WriterConnection(this.pool, Database.POSTGRESQL, Duration.ofSeconds(3), backends);
		UUID frozen = UUID.randomUUID();
		try (Connection locking = this.pool.getConnection(); Statement statement = locking.createStatement()) {
			locking.setAutoCommit(false);
			statement
				.executeUpdate("INSERT INTO " + this.prefix + "node (node_id, name, backends, started_at, lease_until)"
						+ " VALUES ('" + frozen + "', 'frozen', ARRAY[pg_backend_pid()], now(), clock_timestamp())");
			locking.commit();
			statement
				.executeQuery("SELECT 1 FROM " + this.prefix + "node WHERE node_id = '" + frozen + "' FOR KEY SHARE");
			NodeLease lease = new NodeLease(UUID.randomUUID(), parts, "other", Duration.ofMinutes(1), own, backends,
					new DatabaseClock(Clock.systemUTC()), new Unheard());
			lease.open(own.get());
			own.get().commit();
			new Takeover(parts, lease, new WriteFactory(new RecordCodec()), backends, new JournalMeters())
				.takeOver(own.get(), frozen, new QuietHost(() -> {
				}));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery("SELECT 1"));
		}
		own.release();
		assertThat(number("SELECT COUNT(*) FROM " + this.prefix + "node WHERE node_id = '" + frozen + "'")).isZero();
	}

	@Test
	void aConnectionIsRecordedWhileItsFirstTransactionIsOpen() throws Exception {
		FaultyPool faulty = new FaultyPool(this.pool);
		openWithOneHeartbeat(faulty);
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		faulty.nextCommit.set((target) -> {
			held.countDown();
			await(go);
			target.commit();
		});
		Future<JournalResult> result = this.callers.submit(() -> commit(Records.accept(Records.small("chat"))));
		held.await();
		String blocking = "SELECT COUNT(*) FROM pg_stat_activity a WHERE a.state = 'idle in transaction' AND a.pid IN "
				+ "(SELECT unnest(backends) FROM " + this.prefix + "node WHERE node_id = '" + node() + "')";
		try {
			Signals.await(() -> number(blocking) == 1);
		}
		finally {
			go.countDown();
		}
		assertThat(result.get()).isEqualTo(JournalResult.Stored.STORED);
	}

	@Test
	void theConnectionsOfANodeThatContinuesAreRecorded() throws Exception {
		openWithOneHeartbeat(this.pool);
		UUID fenced = node();
		update("UPDATE " + this.prefix + "node SET fenced_at = now() WHERE node_id = '" + fenced + "'");
		assertThatExceptionOfType(JournalUnavailableException.class)
			.isThrownBy(() -> commit(Records.accept(Records.small("chat"))));
		Signals.await(() -> !node().equals(fenced));
		assertThat(recordedConnections()).isPositive();
	}

	/** Opens a journal, whose next heartbeat by time is far away. */
	private void openWithOneHeartbeat(DataSource dataSource) {
		this.journal = journal(dataSource, settings().withTimes(Duration.ofHours(1), Duration.ofSeconds(10)));
		this.journal.open();
		Signals.await(() -> recordedConnections() > 0);
	}

	private long recordedConnections() {
		return number("SELECT COALESCE(SUM(cardinality(backends)), 0) FROM " + this.prefix + "node WHERE node_id = '"
				+ node() + "'");
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private long takeOver(String node) throws Exception {
		try (Connection takeover = this.pool.getConnection(); Statement statement = takeover.createStatement()) {
			takeover.setAutoCommit(false);
			statement.executeQuery("SELECT 1 FROM " + this.prefix + "node WHERE node_id = '" + node + "' FOR UPDATE");
			takeover.commit();
		}
		return number("SELECT COUNT(*) FROM " + this.prefix + "live WHERE worker = '" + node + "'");
	}

	/** Hears nothing, since no heartbeat runs. */
	private static final class Unheard implements NodeListener {

		@Override
		public void fenced(UUID node) {
		}

		@Override
		public void expired(List<UUID> nodes) {
		}

	}

}
