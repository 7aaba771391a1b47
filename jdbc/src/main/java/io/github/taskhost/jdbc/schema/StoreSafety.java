package io.github.taskhost.jdbc.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of a database that decide whether a commit survives a crash. They are read
 * once, at the start, and a warning is logged for each that is not safe. H2 writes
 * commits some time later by default; the journal makes it write them at once.
 *
 * @param database the product and version of the database
 * @param warnings the unsafe settings
 */
public record StoreSafety(String database, List<String> warnings) {

	private static final List<String> SAFE_URLS = List.of("jdbc:h2:mem:", "jdbc:h2:async:", "jdbc:h2:tcp:",
			"jdbc:h2:ssl:");

	public static final StoreSafety UNKNOWN = new StoreSafety("", List.of());

	private static final Logger log = LoggerFactory.getLogger(StoreSafety.class);

	public StoreSafety {
		warnings = List.copyOf(warnings);
	}

	/** Reads the settings with a connection that commits each statement. */
	public static StoreSafety of(Connection connection, Database database) throws SQLException {
		List<String> warnings = (database == Database.H2) ? ofH2(connection) : ofPostgres(connection);
		warnings.forEach((warning) -> log.warn("The database of the tasks is not safe: {}", warning));
		String product = connection.getMetaData().getDatabaseProductName();
		return new StoreSafety(product + " " + connection.getMetaData().getDatabaseProductVersion(), warnings);
	}

	private static List<String> ofPostgres(Connection connection) throws SQLException {
		List<String> warnings = new ArrayList<>();
		if (setting(connection, "SELECT current_setting('fsync')").equals("off")) {
			warnings.add("fsync is off, so that a crash of the server can lose or damage everything. Turn it on.");
		}
		if (setting(connection, "SELECT current_setting('synchronous_commit')").equals("off")) {
			warnings.add("synchronous_commit is off, so that a crash of the server can lose the tasks of the last "
					+ "moments. Turn it on, at least for the user of this application.");
		}
		return warnings;
	}

	private static List<String> ofH2(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("SET WRITE_DELAY 0");
		}
		catch (SQLException ex) {
			log.debug("The write delay of H2 could not be set", ex);
		}
		String delay = setting(connection,
				"SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'WRITE_DELAY'");
		List<String> warnings = new ArrayList<>();
		if (!delay.isEmpty() && !delay.equals("0")) {
			warnings.add("H2 writes commits up to " + delay + " ms later, so that a crash of this process can lose the "
					+ "tasks of that time. Add ;WRITE_DELAY=0 to the URL, or connect as an administrator.");
		}
		if (String.valueOf(connection.getMetaData().getURL()).startsWith("jdbc:h2:mem:")) {
			warnings.add("H2 keeps this database in memory, so that no task survives the process. Set "
					+ "spring.datasource.url to a PostgreSQL, or to a file such as jdbc:h2:async:./data/tasks.");
		}
		if (isClosedByInterrupts(String.valueOf(connection.getMetaData().getURL()))) {
			warnings.add("H2 closes its file when a thread that uses it is interrupted, as cancelled tasks are. Use "
					+ "jdbc:h2:async: in place of jdbc:h2:file: in the URL.");
		}
		return warnings;
	}

	private static boolean isClosedByInterrupts(String url) {
		return SAFE_URLS.stream().noneMatch(url::startsWith);
	}

	/** Returns the first value, or an empty text if there is none. */
	private static String setting(Connection connection, String sql) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql);
				ResultSet rows = statement.executeQuery()) {
			String value = rows.next() ? rows.getString(1) : null;
			return (value != null) ? value : "";
		}
	}

}
