package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.jdbc.schema.JournalSchema;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Two nodes that make the tables at the same time.
 */
class SchemaRaceTests {

	@Test
	void theVersionIsInsertedOnce() throws Exception {
		String url = TestServer.newPostgresqlUrl();
		DriverManagerDataSource database = new DriverManagerDataSource(url);
		JournalSchema.create(database, "taskhost_");
		try (Connection first = DriverManager.getConnection(url); Statement statement = first.createStatement()) {
			statement.execute("DELETE FROM taskhost_schema");
			first.setAutoCommit(false);
			statement.execute("INSERT INTO taskhost_schema (version) VALUES (2)");
			FutureTask<Boolean> second = new FutureTask<>(() -> {
				JournalSchema.create(database, "taskhost_");
				return true;
			});
			Thread.ofPlatform().start(second);
			Signals.await(() -> waits(url));
			first.commit();
			second.get(1, TimeUnit.MINUTES);
		}
	}

	private static boolean waits(String url) {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement();
				var rows = statement.executeQuery("SELECT count(*) FROM pg_stat_activity "
						+ "WHERE datname = current_database() AND wait_event_type = 'Lock'")) {
			rows.next();
			return rows.getInt(1) == 1;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
