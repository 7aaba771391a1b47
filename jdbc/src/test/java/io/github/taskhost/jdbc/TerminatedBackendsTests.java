package io.github.taskhost.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.spi.JournalResult.Stored;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskJournal.Patience;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that ends the connections of a node after every few ends.
 */
class TerminatedBackendsTests extends AbstractJournalTests {

	private static final int CALLERS = 32;

	private static final int TASKS = 50;

	/** The number of stored ends between two terminations. */
	private static final int STEP = 50;

	private final AtomicInteger done = new AtomicInteger();

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

	@Test
	void eachTaskIsStoredOnceWithAllItsChanges() throws Exception {
		AtomicInteger running = new AtomicInteger(CALLERS);
		List<Future<List<StoredTask>>> results = new ArrayList<>();
		int terminated = 0;
		try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
				HikariDataSource other = TestServer.postgresql()) {
			for (int i = 0; i < CALLERS; i++) {
				String session = "chat-" + i;
				results.add(callers.submit(() -> work(session, running)));
			}
			for (int next = STEP; next < CALLERS * TASKS; next += STEP) {
				int goal = next;
				Signals.await(() -> this.done.get() >= goal || running.get() == 0);
				terminated += (int) terminate(other);
			}
		}
		assertThat(terminated).isPositive();
		for (Future<List<StoredTask>> result : results) {
			for (StoredTask task : result.get()) {
				assertThat(this.journal.find(task.record().uid())).isEqualTo(task);
			}
		}
		assertThat(count("task")).isEqualTo(CALLERS * TASKS);
		assertThat(count("live")).isZero();
		assertThat(changes()).isEqualTo(CALLERS * TASKS * 2);
	}

	private List<StoredTask> work(String session, AtomicInteger running) {
		List<StoredTask> tasks = new ArrayList<>();
		try {
			for (int i = 0; i < TASKS; i++) {
				BackgroundTaskRecord record = Records.small(session);
				assertThat(this.journal.commit(List.of(Records.accept(record)), Patience.UNBOUNDED))
					.isEqualTo(Stored.STORED);
				BackgroundTaskRecord ended = Records.ended(record, BackgroundTaskState.COMPLETED);
				assertThat(this.journal.commit(List.of(Records.change(record, ended, 2)), Patience.UNBOUNDED))
					.isEqualTo(Stored.STORED);
				tasks.add(new StoredTask(ended, 2, 0));
				this.done.incrementAndGet();
			}
			return tasks;
		}
		finally {
			running.decrementAndGet();
		}
	}

	private long terminate(HikariDataSource other) throws Exception {
		String sql = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
				+ "AND (btrim(query) = 'COMMIT' OR query LIKE '%" + this.prefix + "event%')";
		try (var connection = other.getConnection();
				var statement = connection.createStatement();
				var rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getLong(1);
		}
	}

}
