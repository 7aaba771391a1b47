package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournalResult.Conflict;
import io.github.taskhost.spi.JournalResult.Duplicate;
import io.github.taskhost.spi.JournalResult.Stored;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes in transactions of callers.
 */
abstract class JoinTests extends AbstractJournalTests {

	private TransactionTemplate transaction;

	private JdbcTemplate jdbc;

	@BeforeEach
	void createTransaction() {
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.pool));
		this.jdbc = new JdbcTemplate(this.pool);
		this.jdbc.execute("CREATE TABLE " + this.prefix + "orders (id INTEGER PRIMARY KEY)");
	}

	private JournalResult join(io.github.taskhost.spi.JournalChange... changes) {
		assertThat(this.journal.canJoin()).isTrue();
		return this.journal.join(Records.list(changes));
	}

	private void order(int id) {
		this.jdbc.update("INSERT INTO " + this.prefix + "orders VALUES (?)", id);
	}

	@Test
	void aTaskExistsIfTheTransactionCommits() {
		assertThat(this.journal.canJoin()).isFalse();
		BackgroundTaskRecord record = Records.small("chat");
		this.transaction.executeWithoutResult((status) -> {
			order(1);
			assertThat(join(Records.accept(record))).isEqualTo(Stored.STORED);
			assertThat(this.journal.find(record.uid())).isNull();
		});
		assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(record, 1, 0));
		store(Records.change(record, Records.ended(record, BackgroundTaskState.COMPLETED), 2));
		assertThat(count("event")).isEqualTo(2);
		assertThat(count("orders")).isOne();
	}

	@Test
	void theEventIsStoredWithTheTaskAndPlacedAfterTheCommit() {
		BackgroundTaskRecord record = Records.small("chat");
		this.transaction.executeWithoutResult((status) -> {
			join(Records.accept(record));
			assertThat(this.jdbc.queryForObject("SELECT lane FROM " + this.prefix + "event", Integer.class))
				.isEqualTo(-2);
		});
		Signals.await(() -> number("SELECT COUNT(*) FROM " + this.prefix + "event WHERE lane >= 0") == 1);
	}

	@Test
	void aTaskDoesNotExistIfTheTransactionIsRolledBack() {
		BackgroundTaskRecord record = Records.small("chat");
		this.transaction.executeWithoutResult((status) -> {
			join(Records.accept(record));
			status.setRollbackOnly();
		});
		assertThat(this.journal.find(record.uid())).isNull();
		assertThat(count("event")).isZero();
	}

	@Test
	void aDuplicateLeavesTheTransactionUsable() {
		BackgroundTaskRecord holder = Records.named("chat", "import:1");
		store(Records.accept(holder));
		BackgroundTaskRecord other = Records.small("chat");
		this.transaction.executeWithoutResult((status) -> {
			order(1);
			assertThat(join(Records.accept(other), Records.accept(Records.named("chat", "import:1"))))
				.isEqualTo(new Duplicate(new StoredTask(holder, 1, 0), false));
			assertThat(join(Records.change(holder, holder, 9))).isEqualTo(new Conflict(holder.uid()));
			order(2);
		});
		assertThat(count("orders")).isEqualTo(2);
		assertThat(this.journal.find(other.uid())).isNull();
		assertThat(count("task")).isOne();
	}

}
