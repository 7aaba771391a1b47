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
import io.github.taskhost.jdbc.sql.NodeMark;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournalResult;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

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
		UUID frozen = UUID.randomUUID();
		UUID other = UUID.randomUUID();
		WriterConnection locking = writer(new NodeMark(frozen));
		WriterConnection own = writer(new NodeMark(other));
		update("INSERT INTO " + this.prefix + "node (node_id, name, started_at, lease_until) VALUES ('" + frozen
				+ "', 'frozen', now(), clock_timestamp())");
		try (Statement statement = locking.get().createStatement()) {
			statement
				.executeQuery("SELECT 1 FROM " + this.prefix + "node WHERE node_id = '" + frozen + "' FOR KEY SHARE");
			StoreParts parts = StoreParts.of(Database.POSTGRESQL, new Tables(this.prefix), new RecordCodec());
			NodeLease lease = new NodeLease(other, parts, "other", Duration.ofMinutes(1), own, new NodeMark(other),
					new DatabaseClock(Clock.systemUTC()), new Unheard());
			lease.open(own.get());
			own.get().commit();
			new Takeover(parts, lease, new WriteFactory(new RecordCodec()), new JournalMeters()).takeOver(own.get(),
					frozen, new QuietHost(() -> {
					}));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery("SELECT 1"));
		}
		locking.discard();
		own.release();
		assertThat(number("SELECT COUNT(*) FROM " + this.prefix + "node WHERE node_id = '" + frozen + "'")).isZero();
	}

	/** A transaction of a caller in a frozen process would keep its row locked, too. */
	@Test
	void aTakeoverEndsATransactionOfACallerOfALostNode() throws Exception {
		openWithOneHeartbeat(this.pool);
		String lost = node().toString();
		JdbcTemplate jdbc = new JdbcTemplate(this.pool);
		assertThatExceptionOfType(TransactionException.class).isThrownBy(
				() -> new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
					this.journal.join(Records.list(Records.accept(Records.small("chat"))));
					takenOver(lost);
					assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> jdbc.execute("SELECT 1"));
				}));
		assertThat(count("task")).isZero();
	}

	private void takenOver(String node) {
		UUID other = UUID.randomUUID();
		WriterConnection own = writer(new NodeMark(other));
		StoreParts parts = StoreParts.of(Database.POSTGRESQL, new Tables(this.prefix), new RecordCodec());
		NodeLease lease = new NodeLease(other, parts, "other", Duration.ofMinutes(1), own, new NodeMark(other),
				new DatabaseClock(Clock.systemUTC()), new Unheard());
		try {
			this.callers
				.submit(() -> update("UPDATE " + this.prefix
						+ "node SET lease_until = now() - INTERVAL '1 h' WHERE node_id = '" + node + "'"))
				.get();
			lease.open(own.get());
			own.get().commit();
			new Takeover(parts, lease, new WriteFactory(new RecordCodec()), new JournalMeters()).takeOver(own.get(),
					UUID.fromString(node), new QuietHost(() -> {
					}));
			own.release();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private WriterConnection writer(NodeMark mark) {
		return new WriterConnection(this.pool, Database.POSTGRESQL, Duration.ofSeconds(3), mark);
	}

	@Test
	void aConnectionIsMarkedUntilItGoesBack() throws Exception {
		UUID node = UUID.randomUUID();
		NodeMark mark = new NodeMark(node);
		WriterConnection writer = writer(mark);
		writer.get();
		assertThat(marked(node)).isOne();
		UUID next = UUID.randomUUID();
		assertThat(writer.isOutdated()).isFalse();
		mark.node(next);
		assertThat(writer.isOutdated()).isTrue();
		writer.release();
		assertThat(marked(node)).isZero();
		writer.get();
		assertThat(writer.isOutdated()).isFalse();
		assertThat(marked(next)).isOne();
		writer.release();
		assertThat(marked(next)).isZero();
	}

	@Test
	void aConnectionIsMarkedInItsFirstTransaction() throws Exception {
		FaultyPool faulty = new FaultyPool(this.pool);
		openWithOneHeartbeat(faulty);
		long before = marked(node());
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		faulty.nextCommit.set((target) -> {
			held.countDown();
			await(go);
			target.commit();
		});
		Future<JournalResult> result = this.callers.submit(() -> commit(Records.accept(Records.small("chat"))));
		held.await();
		try {
			assertThat(marked(node())).isEqualTo(before + 1);
		}
		finally {
			go.countDown();
		}
		assertThat(result.get()).isEqualTo(JournalResult.Stored.STORED);
	}

	@Test
	void theConnectionsOfANodeThatContinuesAreMarked() throws Exception {
		openWithOneHeartbeat(this.pool);
		UUID fenced = node();
		update("UPDATE " + this.prefix + "node SET fenced_at = now() WHERE node_id = '" + fenced + "'");
		assertThatExceptionOfType(JournalUnavailableException.class)
			.isThrownBy(() -> commit(Records.accept(Records.small("chat"))));
		Signals.await(() -> !node().equals(fenced));
		assertThat(commit(Records.accept(Records.small("chat")))).isEqualTo(JournalResult.Stored.STORED);
		assertThat(marked(node())).isPositive();
	}

	/** The number of connections with the mark of a node. */
	private long marked(UUID node) {
		return number(
				"SELECT COUNT(*) FROM (" + NodeMark.BEARERS.replace("?", String.valueOf(NodeMark.keyOf(node))) + ") m");
	}

	/** Opens a journal, whose next heartbeat by time is far away. */
	private void openWithOneHeartbeat(DataSource dataSource) {
		this.journal = journal(dataSource, settings().withTimes(Duration.ofHours(1), Duration.ofSeconds(10)));
		this.journal.open();
		Signals.await(() -> marked(node()) > 0);
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
