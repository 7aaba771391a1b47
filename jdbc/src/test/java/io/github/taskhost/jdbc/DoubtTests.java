package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.jdbc.commit.Doubt;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.StoreParts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A transaction in doubt has committed or never will, on PostgreSQL.
 */
class DoubtTests extends AbstractJournalTests {

	private static final String WAITING = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
			+ "AND query LIKE 'INSERT INTO %sevent%%'";

	private final UUID node = UUID.randomUUID();

	private final Doubt doubt = new Doubt(this.node, 0, 7L, false);

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

	private void takePlace(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.executeUpdate("INSERT INTO " + this.prefix
					+ "event (node_id, lane, seq, uid, version, types, state, attempt, session_id, changed_at) VALUES ('"
					+ this.node + "', 0, 7, gen_random_uuid(), 1, 'registered', 'PENDING', 1, 'chat', now())");
		}
	}

	private boolean isCommitted() {
		StoreParts parts = StoreParts.of(Database.POSTGRESQL, new Tables(this.prefix), new RecordCodec());
		try (Connection connection = this.pool.getConnection()) {
			connection.setAutoCommit(false);
			return this.doubt.isCommitted(connection, parts);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aTransactionThatCommittedIsFound() throws SQLException {
		try (Connection connection = this.pool.getConnection()) {
			takePlace(connection);
		}
		assertThat(isCommitted()).isTrue();
		assertThat(isCommitted()).isTrue();
	}

	@Test
	void aTransactionThatComesLaterCannotCommit() throws SQLException {
		assertThat(isCommitted()).isFalse();
		try (Connection connection = this.pool.getConnection()) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> takePlace(connection))
				.withMessageContaining("duplicate key");
		}
		assertThat(isCommitted()).isFalse();
	}

	@Test
	void aTransactionAtWorkIsWaitedFor() throws SQLException {
		for (boolean commits : new boolean[] { false, true }) {
			try (Connection connection = this.pool.getConnection()) {
				connection.setAutoCommit(false);
				update("DELETE FROM " + this.prefix + "event");
				takePlace(connection);
				CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(this::isCommitted,
						(task) -> Thread.ofPlatform().start(task));
				Signals.await(() -> number(WAITING.formatted(this.prefix)) == 1);
				assertThat(answer).isNotDone();
				if (commits) {
					connection.commit();
				}
				else {
					connection.rollback();
				}
				assertThat(answer.join()).isEqualTo(commits);
			}
		}
	}

}
