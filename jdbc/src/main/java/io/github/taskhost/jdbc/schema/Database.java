package io.github.taskhost.jdbc.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;

import io.github.taskhost.jdbc.error.UnsupportedDatabaseException;

/**
 * The sort of a database.
 */
public enum Database {

	/** PostgreSQL 13 or newer. */
	POSTGRESQL("clock_timestamp()", 13, 0),

	/** H2 2.3 or newer, for a single node. */
	H2("CURRENT_TIMESTAMP(9)", 2, 3);

	private final String now;

	private final int leastMajor;

	private final int leastMinor;

	Database(String now, int leastMajor, int leastMinor) {
		this.now = now;
		this.leastMajor = leastMajor;
		this.leastMinor = leastMinor;
	}

	/** The time of the statement by the clock of the database. */
	public String now() {
		return this.now;
	}

	/** The time before now by a number of milliseconds, its parameter. */
	public String ago() {
		return (this == H2) ? "DATEADD(MILLISECOND, -CAST(? AS BIGINT), " + this.now + ")"
				: this.now + " - ? * interval '1 millisecond'";
	}

	/** The name of its schema script. */
	public String platform() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns the sort of the database of a connection.
	 * @throws UnsupportedDatabaseException if it is another one, or too old
	 */
	public static Database of(Connection connection) throws SQLException {
		DatabaseMetaData metadata = connection.getMetaData();
		Database database = of(metadata.getDatabaseProductName());
		int major = metadata.getDatabaseMajorVersion();
		int minor = metadata.getDatabaseMinorVersion();
		if (major < database.leastMajor || major == database.leastMajor && minor < database.leastMinor) {
			throw new UnsupportedDatabaseException("The database is " + metadata.getDatabaseProductName() + " " + major
					+ "." + minor + ", which is too old for durable tasks. Use PostgreSQL " + POSTGRESQL.leastMajor
					+ " or newer, or H2 " + H2.leastMajor + "." + H2.leastMinor + " or newer for a single node.", null);
		}
		return database;
	}

	private static Database of(String product) {
		return switch (product.toLowerCase(Locale.ROOT)) {
			case "postgresql" -> POSTGRESQL;
			case "h2" -> H2;
			default -> throw new UnsupportedDatabaseException(
					"Durable tasks do not work on '" + product + "'. Use PostgreSQL, or H2 for a single node.", null);
		};
	}

}
