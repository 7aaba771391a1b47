package io.github.taskhost.jdbc.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.task.BackgroundTaskState;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoredCounts}.
 */
class StoredCountsTests {

	private final JdbcDataSource database = new JdbcDataSource();

	private final ReadThreads threads = new ReadThreads(this.database, Duration.ofSeconds(10));

	private final AtomicLong nanos = new AtomicLong();

	private final StoredCounts counts = new StoredCounts(this.threads, new Tables("t_"), this.nanos::get);

	private Connection keeping;

	@BeforeEach
	void open() throws SQLException {
		this.database.setURL("jdbc:h2:mem:counts");
		this.keeping = this.database.getConnection();
		createTable();
	}

	@AfterEach
	void close() throws SQLException {
		this.threads.stop();
		this.keeping.close();
	}

	private void createTable() throws SQLException {
		execute("CREATE TABLE t_live (kind VARCHAR DEFAULT 'copy', state VARCHAR)");
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.keeping.createStatement()) {
			statement.execute(sql);
		}
	}

	private void awaitCount(BackgroundTaskState state, long number) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(byState())
				.hasValueSatisfying((byState) -> assertThat(byState.getOrDefault(state, 0L)).isEqualTo(number)));
	}

	private Optional<Map<BackgroundTaskState, Long>> byState() {
		return this.counts.last().map(StoredTaskCounts::byState);
	}

	@Test
	void numbersAreThoseOfTheLastCountForTenSeconds() throws SQLException {
		assertThat(byState()).isEmpty();
		awaitCount(BackgroundTaskState.RUNNING, 0);
		execute("INSERT INTO t_live (state) VALUES ('RUNNING'), ('RUNNING'), ('WAITING'), ('OF_THE_FUTURE')");
		this.nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
		assertThat(byState()).hasValue(Map.of());
		this.nanos.incrementAndGet();
		awaitCount(BackgroundTaskState.RUNNING, 2);
		awaitCount(BackgroundTaskState.WAITING, 1);
	}

	@Test
	void numbersAreKeptByKindWithTheirAge() throws SQLException {
		execute("INSERT INTO t_live VALUES ('copy', 'RUNNING'), ('copy', 'WAITING'), ('note', 'RUNNING')");
		awaitCount(BackgroundTaskState.RUNNING, 2);
		this.nanos.addAndGet(Duration.ofSeconds(3).toNanos());
		assertThat(this.counts.last()).hasValue(new StoredTaskCounts(
				Map.of("copy", Map.of(BackgroundTaskState.RUNNING, 1L, BackgroundTaskState.WAITING, 1L), "note",
						Map.of(BackgroundTaskState.RUNNING, 1L)),
				Duration.ofSeconds(3)));
	}

	@Test
	void furtherKindsAreCountedTogether() throws SQLException {
		execute("INSERT INTO t_live SELECT 'kind-' || x, 'RUNNING' FROM SYSTEM_RANGE(1, " + (StoredCounts.MAX_KINDS + 7)
				+ ")");
		awaitCount(BackgroundTaskState.RUNNING, StoredCounts.MAX_KINDS + 7);
		assertThat(this.counts.last().orElseThrow().byKind()).hasSize(StoredCounts.MAX_KINDS + 1)
			.containsEntry("_other", Map.of(BackgroundTaskState.RUNNING, 7L));
	}

	@Test
	void numbersStayWhileTheDatabaseIsAway() throws SQLException {
		execute("INSERT INTO t_live (state) VALUES ('RUNNING')");
		awaitCount(BackgroundTaskState.RUNNING, 1);
		execute("DROP TABLE t_live");
		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
		assertThat(byState()).hasValue(Map.of(BackgroundTaskState.RUNNING, 1L));
		createTable();
		awaitCount(BackgroundTaskState.RUNNING, 0);
	}

}
