package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskJournal.Patience;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The group commit on PostgreSQL.
 */
class PostgresGroupCommitTests extends GroupCommitTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

	@Test
	void aCommitThatWasSentWithItsStatementsAndLostIsSettled() {
		FaultyPool faulty = new FaultyPool(this.pool);
		this.journal = journal(faulty);
		int round = 0;
		while (faulty.lostTogether.get() < 6) {
			boolean committed = round % 2 == 0;
			boolean exhausted = round % 3 == 0;
			round++;
			store(Records.accept(Records.small("chat")));
			BackgroundTaskRecord record = Records.small("chat");
			faulty.nextCommit.set((target) -> {
				if (committed) {
					target.commit();
				}
				else {
					target.rollback();
				}
				if (exhausted && committed) {
					throw new OutOfMemoryError("The answer does not fit");
				}
				throw FaultyPool.lost();
			});
			store(Records.accept(record));
			assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(record, 1, 0));
		}
		assertThat(changes()).isEqualTo(count("task"));
	}

	@Test
	void aWriterThatALockedTaskHoldsUpGetsNoOtherChanges() throws Exception {
		BackgroundTaskRecord locked = Records.small("chat");
		store(Records.accept(locked));
		BackgroundTaskRecord next = Records.next(locked, (builder) -> builder.status("next"));
		CompletableFuture<JournalResult> result;
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.executeUpdate(
					"UPDATE " + this.prefix + "live SET status = 'locked' WHERE uid = '" + locked.uid() + "'");
			result = CompletableFuture.supplyAsync(
					() -> this.journal.commit(List.of(Records.change(locked, next, 2)), Patience.UNBOUNDED),
					Thread::startVirtualThread);
			Signals.await(() -> laneOfNext() == 1);
			assertThat(result).isNotDone();
			connection.rollback();
		}
		assertThat(result.get()).isEqualTo(JournalResult.Stored.STORED);
		Signals.await(() -> laneOfNext() == 0);
	}

	private long laneOfNext() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		return number("SELECT lane FROM " + this.prefix + "event WHERE uid = '" + record.uid() + "'");
	}

}
