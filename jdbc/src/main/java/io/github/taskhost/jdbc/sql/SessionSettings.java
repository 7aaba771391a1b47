package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a PostgreSQL session while a writer has it.
 *
 * <p>
 * Writers find rows by indexes alone. The planner may decide otherwise for plans that it
 * makes while a table is small or empty, and which are kept while the table grows: each
 * change would then read the whole table, until the next analysis. So other ways to find
 * rows are switched off, and statements are planned once a second.
 */
final class SessionSettings {

	private SessionSettings() {
	}

	/**
	 * The settings of a writer whose idle transactions end after a lease, and whose waits
	 * for a row that another transaction has locked end after a sixth of it.
	 */
	static Map<String, String> ofWriter(Duration lease) {
		return Map.of("idle_in_transaction_session_timeout", lease.toMillis() + "ms", "lock_timeout",
				lease.toMillis() / 6 + "ms", "plan_cache_mode", "force_generic_plan", "enable_seqscan", "off",
				"enable_hashjoin", "off", "enable_mergejoin", "off");
	}

	/**
	 * Changes settings of a session.
	 * @return their values before
	 */
	static Map<String, String> change(Connection connection, Map<String, String> settings) throws SQLException {
		String sql = "SELECT name, current_setting(name), set_config(name, value, false) "
				+ "FROM unnest(?::text[], ?::text[]) AS s(name, value)";
		Map<String, String> before = new TreeMap<>();
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, settings.keySet().toArray(String[]::new));
			statement.setObject(2, settings.values().toArray(String[]::new));
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					before.put(rows.getString(1), rows.getString(2));
				}
			}
		}
		return before;
	}

}
