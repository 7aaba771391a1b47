package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The values and the execution of statements that are written where they are used.
 */
public final class PlainSql {

	private PlainSql() {
	}

	/** Binds the values of all parameters, in order. */
	public static void bind(PreparedStatement statement, List<?> values) throws SQLException {
		for (int i = 0; i < values.size(); i++) {
			statement.setObject(i + 1, values.get(i));
		}
	}

	/**
	 * Executes a query of uids, which are in its first column, and returns them in order.
	 */
	public static List<UUID> uids(PreparedStatement statement) throws SQLException {
		List<UUID> uids = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				uids.add(rows.getObject(1, UUID.class));
			}
		}
		return uids;
	}

	/**
	 * Executes a statement that changes rows.
	 * @return the number of changed rows
	 */
	public static int update(Connection connection, String sql, Object... values) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			bind(statement, List.of(values));
			return statement.executeUpdate();
		}
	}

}
