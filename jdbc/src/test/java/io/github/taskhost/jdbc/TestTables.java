package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The tables of one prefix, with a pool that no host loses.
 */
final class TestTables {

	private static final List<String> NAMES = List.of("live", "task", "event", "message", "output", "checkpoint",
			"wake", "inbox", "schedule", "node");

	private final HikariDataSource pool;

	private final String prefix;

	TestTables(String url) {
		this.pool = TestServer.pool(url);
		try {
			this.prefix = TestServer.tables(this.pool);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	HikariDataSource pool() {
		return this.pool;
	}

	String prefix() {
		return this.prefix;
	}

	/** Deletes all rows. */
	void clear() {
		execute(String.join(";", NAMES.stream().map((table) -> "DELETE FROM " + this.prefix + table).toList()));
	}

	void execute(String sql) {
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Runs a query of one number. */
	int count(String sql) {
		try (Connection connection = this.pool.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getInt(1);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
