package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.spi.JournalResult.Stored;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link JoinTests} on PostgreSQL.
 */
class PostgresJoinTests extends JoinTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

	/** The transaction of a frozen process would keep others from its tasks. */
	@ParameterizedTest
	@CsvSource({ "0, 30s", "1h, 30s", "20s, 20s" })
	void theServerEndsATransactionThatIsIdleForFiveLeases(String before, String after) {
		JdbcTemplate jdbc = new JdbcTemplate(this.pool);
		new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
			jdbc.execute("SET LOCAL idle_in_transaction_session_timeout = '" + before + "'");
			assertThat(this.journal.join(Records.list(Records.accept(Records.small("chat"))))).isEqualTo(Stored.STORED);
			assertThat(jdbc.queryForObject("SHOW idle_in_transaction_session_timeout", String.class)).isEqualTo(after);
			status.setRollbackOnly();
		});
		assertThat(jdbc.queryForObject("SHOW idle_in_transaction_session_timeout", String.class)).isEqualTo("0");
	}

}
