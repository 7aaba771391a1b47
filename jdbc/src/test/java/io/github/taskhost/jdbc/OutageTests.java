package io.github.taskhost.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournalResult.Stored;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskJournal.Patience;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server that stops and comes back.
 */
class OutageTests {

	@TempDir(cleanup = CleanupMode.NEVER)
	Path directory;

	private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

	@Test
	void callersAreRefusedInTimeAndEndsAreStoredWhenTheServerIsBack() throws Exception {
		EmbeddedPostgres server = server(0);
		int port = server.getPort();
		try (HikariDataSource pool = TestServer.pool(server.getJdbcUrl("postgres", "postgres"))) {
			pool.setConnectionTimeout(250);
			String prefix = TestServer.tables(pool);
			JdbcTaskJournal journal = new JdbcTaskJournal(pool,
					JdbcJournalSettings.of("test")
						.withTablePrefix(prefix)
						.withTimes(Duration.ofSeconds(60), Duration.ofMillis(500)));
			BackgroundTaskRecord record = Records.small("chat");
			assertThat(journal.commit(Records.list(Records.accept(record)), Patience.BOUNDED)).isEqualTo(Stored.STORED);
			server.close();
			BackgroundTaskRecord ended = Records.ended(record, BackgroundTaskState.COMPLETED);
			Future<JournalResult> end = this.callers
				.submit(() -> journal.commit(Records.list(Records.change(record, ended, 2)), Patience.UNBOUNDED));
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(JournalUnavailableException.class)
					.isThrownBy(() -> journal.commit(List.of(Records.accept(Records.small("chat"))), Patience.BOUNDED));
			}
			assertThatExceptionOfType(JournalUnavailableException.class).isThrownBy(() -> journal.find(record.uid()));
			assertThat(end.isDone()).isFalse();
			EmbeddedPostgres again = server(port);
			assertThat(end.get()).isEqualTo(Stored.STORED);
			Signals.await(() -> reads(journal, record));
			assertThat(journal.find(record.uid())).isEqualTo(new StoredTask(ended, 2, 0));
			assertThat(journal.commit(List.of(Records.accept(Records.small("chat"))), Patience.UNBOUNDED))
				.isEqualTo(Stored.STORED);
			journal.stop();
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
			again.close();
		}
		finally {
			this.callers.shutdownNow();
		}
	}

	private static boolean reads(JdbcTaskJournal journal, BackgroundTaskRecord record) {
		try {
			return journal.find(record.uid()) != null;
		}
		catch (JournalUnavailableException ex) {
			return false;
		}
	}

	private EmbeddedPostgres server(int port) throws Exception {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(this.directory.resolve("data"))
			.setCleanDataDirectory(false)
			.setServerConfig("fsync", "on");
		return ((port != 0) ? builder.setPort(port) : builder).start();
	}

}
