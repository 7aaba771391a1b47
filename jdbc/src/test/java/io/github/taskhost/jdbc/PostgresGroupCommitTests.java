package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.spi.StoredTask;
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
		boolean commits = false;
		while (faulty.lostTogether.get() < 4) {
			boolean committed = commits;
			store(Records.accept(Records.small("chat")));
			BackgroundTaskRecord record = Records.small("chat");
			faulty.nextCommit.set((target) -> {
				if (committed) {
					target.commit();
				}
				else {
					target.rollback();
				}
				throw FaultyPool.lost();
			});
			store(Records.accept(record));
			assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(record, 1, 0));
			commits = !commits;
		}
		assertThat(changes()).isEqualTo(count("task"));
	}

}
