package io.github.taskhost.jdbc.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadThreads}.
 */
class ReadThreadsTests {

	private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch held = new CountDownLatch(1);

	private final ReadThreads threads = new ReadThreads(new HeldPool(), Duration.ofSeconds(30));

	@AfterEach
	void stop() {
		this.held.countDown();
		this.threads.stop();
		this.callers.shutdownNow();
	}

	@Test
	void callersHaveBothThreadsWhileACountWaitsForAConnection() throws Exception {
		CountDownLatch counted = new CountDownLatch(1);
		this.threads.later((connection) -> {
		}, counted::countDown);
		this.asked.await();
		CyclicBarrier both = new CyclicBarrier(2);
		Future<Integer> one = this.callers.submit(() -> this.threads.read((connection) -> await(both)));
		Future<Integer> other = this.callers.submit(() -> this.threads.read((connection) -> await(both)));
		assertThat(one.get() + other.get()).isOne();
		assertThat(counted.getCount()).isOne();
		this.held.countDown();
		counted.await();
	}

	private static int await(CyclicBarrier barrier) {
		try {
			return barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** A pool that has no connection for the first request. */
	private final class HeldPool extends DelegatingDataSource {

		private final AtomicBoolean first = new AtomicBoolean(true);

		HeldPool() {
			JdbcDataSource database = new JdbcDataSource();
			database.setURL("jdbc:h2:mem:reads");
			setTargetDataSource(database);
		}

		@Override
		public Connection getConnection() throws SQLException {
			if (this.first.getAndSet(false)) {
				ReadThreadsTests.this.asked.countDown();
				try {
					ReadThreadsTests.this.held.await();
				}
				catch (InterruptedException ex) {
					throw new SQLException(ex);
				}
			}
			return super.getConnection();
		}

	}

}
