package io.github.taskhost.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.read.ReadThreads;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.NodeMark;
import io.github.taskhost.jdbc.sql.WriterConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reads from server processes that do not answer any more, nor to the cancellation of
 * their statement.
 */
class FrozenServerTests {

	private final HikariDataSource pool = TestServer.postgresql();

	private final ReadThreads reads = new ReadThreads(this.pool, Duration.ofMillis(500));

	private final List<Integer> frozen = new ArrayList<>();

	@AfterEach
	void thaw() throws Exception {
		for (int backend : this.frozen) {
			signal("CONT", backend);
		}
		this.reads.stop();
		this.pool.close();
	}

	@Test
	void readersAreFreeAgain() {
		for (int reader = 0; reader < 2; reader++) {
			assertThatExceptionOfType(JournalUnavailableException.class)
				.isThrownBy(() -> this.reads.read(this::freeze));
		}
		Signals.await(this::answers);
	}

	@Test
	void connectionsGoBackAsTheyWere() throws SQLException {
		try (SingleConnectionDataSource one = new SingleConnectionDataSource(TestServer.postgresqlUrl(), true);
				Connection connection = one.getConnection()) {
			connection.setNetworkTimeout(Runnable::run, 7654);
			ReadThreads reader = new ReadThreads(one, Duration.ofSeconds(10));
			assertThat(reader.read(FrozenServerTests::backendOf)).isPositive();
			assertThatExceptionOfType(JournalUnavailableException.class).isThrownBy(() -> reader.read((failing) -> {
				throw new SQLException("no such row");
			}));
			reader.stop();
			assertThat(connection.getNetworkTimeout()).isEqualTo(7654);
			WriterConnection writer = new WriterConnection(one, Database.POSTGRESQL, Duration.ofSeconds(6),
					new NodeMark(UUID.randomUUID()));
			assertThat(writer.get().getNetworkTimeout()).isEqualTo(6000);
			writer.release();
			assertThat(connection.getNetworkTimeout()).isEqualTo(7654);
		}
	}

	private int freeze(Connection connection) throws SQLException {
		int backend = backendOf(connection);
		this.frozen.add(backend);
		signal("STOP", backend);
		return backendOf(connection);
	}

	private boolean answers() {
		try {
			return this.reads.read(FrozenServerTests::backendOf) > 0;
		}
		catch (JournalUnavailableException ex) {
			return false;
		}
	}

	private static int backendOf(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
			rows.next();
			return rows.getInt(1);
		}
	}

	private static void signal(String name, int backend) {
		try {
			assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(backend)).inheritIO().start().waitFor())
				.isZero();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
