package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.spi.JournalResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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
			Signals.await(() -> number(WAITING.formatted("SELECT pg_current_xact_id")) == 1);
			assertThat(result.isDone()).isFalse();
			statement
				.executeUpdate("UPDATE " + this.prefix + "node SET fenced_at = now() WHERE node_id = '" + node() + "'");
			takeover.commit();
			assertThat(result).failsWithin(java.time.Duration.ofMinutes(1))
				.withThrowableThat()
				.withMessageContaining("fenced");
		}
		assertThat(count("task")).isZero();
	}

	@Test
	void aTakeoverWaitsForAGroupCommitAndThenSeesItsTasks() throws Exception {
		FaultyPool faulty = new FaultyPool(this.pool);
		this.journal = journal(faulty);
		this.journal.open();
		java.util.concurrent.CountDownLatch held = new java.util.concurrent.CountDownLatch(1);
		java.util.concurrent.CountDownLatch go = new java.util.concurrent.CountDownLatch(1);
		faulty.nextCommit.set((target) -> {
			held.countDown();
			try {
				go.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
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

	private long takeOver(String node) throws Exception {
		try (Connection takeover = this.pool.getConnection(); Statement statement = takeover.createStatement()) {
			takeover.setAutoCommit(false);
			statement.executeQuery("SELECT 1 FROM " + this.prefix + "node WHERE node_id = '" + node + "' FOR UPDATE");
			takeover.commit();
		}
		return number("SELECT COUNT(*) FROM " + this.prefix + "live WHERE worker = '" + node + "'");
	}

}
