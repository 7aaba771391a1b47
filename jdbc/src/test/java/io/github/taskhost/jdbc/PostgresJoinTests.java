package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.jdbc.sql.NodeMark;
import io.github.taskhost.spi.JournalResult.Stored;
import org.junit.jupiter.api.Test;
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

	@Test
	void aTakeoverKnowsTheTransactionByTheMarkOfItsNode() {
		JdbcTemplate jdbc = new JdbcTemplate(this.pool);
		String marked = "SELECT pg_backend_pid() IN ("
				+ NodeMark.BEARERS.replace("?", String.valueOf(NodeMark.keyOf(node()))) + ")";
		new TransactionTemplate(new JdbcTransactionManager(this.pool)).executeWithoutResult((status) -> {
			assertThat(jdbc.queryForObject(marked, Boolean.class)).isFalse();
			assertThat(this.journal.join(Records.list(Records.accept(Records.small("chat"))))).isEqualTo(Stored.STORED);
			assertThat(jdbc.queryForObject(marked, Boolean.class)).isTrue();
			status.setRollbackOnly();
		});
		assertThat(jdbc.queryForObject(
				"SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()", Long.class))
			.isZero();
	}

	/** Another database user may not end it. */
	@ParameterizedTest
	@CsvSource({ "0, 10min", "1h, 10min", "20s, 20s" })
	void theServerEndsATransactionThatIsIdleForTenMinutes(String before, String after) {
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
