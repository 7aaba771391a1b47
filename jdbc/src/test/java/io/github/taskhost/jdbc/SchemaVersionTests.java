package io.github.taskhost.jdbc;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

import io.github.taskhost.jdbc.schema.JournalSchema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tables of an earlier version.
 */
class SchemaVersionTests {

	private static final String PREFIX = "taskhost_";

	private static DriverManagerDataSource database(String platform, String name) throws Exception {
		return new DriverManagerDataSource(
				platform.equals("h2") ? "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1" : TestServer.newPostgresqlUrl());
	}

	private static void execute(DriverManagerDataSource database, String sql) throws SQLException {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void runFirstVersion(DriverManagerDataSource database, String platform) throws Exception {
		try (InputStream script = SchemaVersionTests.class.getResourceAsStream("schema-1-" + platform + ".sql")) {
			String text = new String(script.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
			for (String statement : text.split(";")) {
				if (!statement.isBlank()) {
					execute(database, statement);
				}
			}
		}
	}

	private static Set<String> columns(DriverManagerDataSource database) throws SQLException {
		Set<String> columns = new TreeSet<>();
		try (Connection connection = database.getConnection();
				ResultSet found = connection.getMetaData().getColumns(null, null, "%", "%")) {
			while (found.next()) {
				String table = found.getString("TABLE_NAME").toLowerCase();
				if (table.startsWith(PREFIX)) {
					columns.add(table + "." + found.getString("COLUMN_NAME").toLowerCase() + " "
							+ found.getString("TYPE_NAME"));
				}
			}
		}
		return columns;
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql", "h2" })
	void tablesOfTheFirstVersionGetWhatTheyLack(String platform) throws Exception {
		DriverManagerDataSource fresh = database(platform, "fresh");
		JournalSchema.create(fresh, PREFIX);
		DriverManagerDataSource old = database(platform, "old");
		runFirstVersion(old, platform);
		assertThat(JournalSchema.isPresent(old, PREFIX)).isFalse();
		JournalSchema.create(old, PREFIX);
		assertThat(JournalSchema.isPresent(old, PREFIX)).isTrue();
		assertThat(columns(old)).containsAll(columns(fresh));
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgresql", "h2" })
	void tablesOfThePresentVersionAreLeftAlone(String platform) throws Exception {
		DriverManagerDataSource database = database(platform, "present");
		JournalSchema.create(database, PREFIX);
		execute(database, "DROP TABLE taskhost_rate");
		JournalSchema.create(database, PREFIX);
		assertThat(columns(database)).noneMatch((column) -> column.startsWith("taskhost_rate."));
	}

}
