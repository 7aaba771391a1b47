package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/**
 * The sort of a database.
 */
enum Database {

	/** PostgreSQL 13 or newer. */
	POSTGRESQL("clock_timestamp()"),

	/** H2 2.3 or newer, for a single node. */
	H2("CURRENT_TIMESTAMP(9)");

	private final String now;

	Database(String now) {
		this.now = now;
	}

	/** The time of the statement by the clock of the database. */
	String now() {
		return this.now;
	}

	static Database of(Connection connection) throws SQLException {
		String product = connection.getMetaData().getDatabaseProductName();
		return switch (product.toLowerCase(Locale.ROOT)) {
			case "postgresql" -> POSTGRESQL;
			case "h2" -> H2;
			default -> throw new IllegalStateException(
					"Durable tasks do not work on '" + product + "'. Use PostgreSQL, or H2 for a single node.");
		};
	}

}
