package io.github.taskhost.jdbc.schema;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.github.taskhost.jdbc.error.MissingTablesException;
import io.github.taskhost.jdbc.error.UnsupportedDatabaseException;

/**
 * The tables of the journal.
 */
public final class JournalSchema {

	/** The version of the tables that this version of the library uses. */
	public static final int VERSION = 2;

	private static final Set<String> NO_TABLE = Set.of("42P01", "3F000", "42S02", "42S03", "42S04", "90079");

	private JournalSchema() {
	}

	/**
	 * Returns the statements that make the tables, or leave them as they are.
	 * @param platform {@code postgresql} or {@code h2}
	 * @param tablePrefix the prefix of the names of all tables
	 * @return the statements, in order
	 * @throws IllegalArgumentException if there is no such platform or the prefix is not
	 * valid
	 */
	public static List<String> statements(String platform, String tablePrefix) {
		String prefix = new Tables(tablePrefix).prefix();
		String local = prefix.substring(prefix.lastIndexOf('.') + 1);
		return Arrays.stream(script(platform).replaceAll("(?m)^--.*$", "").split(";"))
			.map((statement) -> statement.strip()
				.replace("EXISTS taskhost_", "EXISTS \0")
				.replace("taskhost_", prefix)
				.replaceAll("(INDEX IF NOT EXISTS) \0", "$1 " + local)
				.replace("\0", prefix))
			.filter((statement) -> !statement.isEmpty())
			.toList();
	}

	private static String script(String platform) {
		String name = "/io/github/taskhost/jdbc/schema-" + platform + ".sql";
		try (InputStream script = JournalSchema.class.getResourceAsStream(name)) {
			if (script == null) {
				throw new IllegalArgumentException("There is no " + name + ": use postgresql or h2.");
			}
			return new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot read " + name, ex);
		}
	}

	/**
	 * Makes the tables and columns that the database lacks. If it has the present version
	 * already, nothing is run: changes of a table wait for all transactions that use it,
	 * and others wait behind them.
	 * @param dataSource the database
	 * @param tablePrefix the prefix of the names of all tables
	 * @throws SQLException if a statement fails
	 */
	public static void create(DataSource dataSource, String tablePrefix) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			if (isPresent(connection, new Tables(tablePrefix))) {
				connection.setAutoCommit(autoCommit);
				return;
			}
			for (String sql : statements(Database.of(connection).platform(), tablePrefix)) {
				statement.execute(sql);
			}
			connection.setAutoCommit(autoCommit);
		}
	}

	/**
	 * Returns the name of the schema script for a database.
	 * @param dataSource the database
	 * @return {@code postgresql} or {@code h2}
	 * @throws SQLException if the database cannot be reached
	 * @throws UnsupportedDatabaseException if it is another database, or too old
	 */
	public static String platform(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			return Database.of(connection).platform();
		}
	}

	/**
	 * Returns whether the database has tables of the present version, or a newer one.
	 * @param dataSource the database
	 * @param tablePrefix the prefix of the names of all tables
	 * @return {@code false} also if it has none
	 * @throws SQLException if the database cannot be reached
	 */
	public static boolean isPresent(DataSource dataSource, String tablePrefix) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			boolean present = isPresent(connection, new Tables(tablePrefix));
			connection.setAutoCommit(autoCommit);
			return present;
		}
	}

	private static boolean isPresent(Connection connection, Tables tables) throws SQLException {
		try {
			return version(connection, tables) >= VERSION;
		}
		catch (SQLException ex) {
			if (isMissing(ex)) {
				return false;
			}
			throw ex;
		}
	}

	private static boolean isMissing(SQLException ex) {
		return ex.getSQLState() != null && NO_TABLE.contains(ex.getSQLState());
	}

	private static int version(Connection connection, Tables tables) throws SQLException {
		String sql = "SELECT MAX(version) FROM " + tables.schema();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getInt(1);
		}
	}

	public static void check(Connection connection, Tables tables) throws SQLException {
		try {
			int version = version(connection, tables);
			if (version != VERSION) {
				throw new MissingTablesException("The tables '" + tables.prefix() + "*' have version " + version
						+ ", but this version of the library needs version " + VERSION
						+ ((version > VERSION) ? ". Use the version of the library that made them, or a newer one."
								: ". Run the schema scripts of the library."),
						null);
			}
		}
		catch (SQLException ex) {
			if (isMissing(ex)) {
				throw new MissingTablesException("The database has no table " + tables.schema()
						+ ". Run the schema script of the library, or let it make the tables at start.", ex);
			}
			throw ex;
		}
	}

}
