package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Statements that are sent to PostgreSQL in one round trip. The first locks the row of a
 * node. Each has a number of rows that it must find; if one of them finds another number,
 * nothing must be committed. Used once, by one thread.
 */
final class Pipeline {

	/** Rows that are not as expected, in a transaction with its commit. */
	private static final String UNEXPECTED = "22P02";

	private final String enter;

	private final UUID node;

	private final List<Step<?>> steps = new ArrayList<>();

	/**
	 * Creates a pipeline.
	 * @param enter the query that locks the row of a node
	 * @param node the id of the node
	 */
	Pipeline(String enter, UUID node) {
		this.enter = enter;
		this.node = node;
	}

	/** Adds a statement, unless there are no rows. */
	<T> void add(Bulk<T> bulk, List<T> rows) {
		if (!rows.isEmpty()) {
			this.steps.add(new Step<>(bulk, rows));
		}
	}

	/**
	 * Runs the statements.
	 * @return whether the rows are as expected
	 */
	boolean run(Connection connection) throws SQLException {
		StringBuilder sql = new StringBuilder(this.enter);
		this.steps.forEach((step) -> sql.append("; ").append(step.counting()));
		try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
			execute(connection, statement, false);
			boolean complete = isFound(statement);
			for (Step<?> step : this.steps) {
				statement.getMoreResults();
				complete &= statement.getUpdateCount() == step.rows().size();
			}
			return complete;
		}
	}

	/**
	 * Runs the statements and commits, if the rows are as expected. Each statement
	 * compares the numbers, and prevents the commit by an error, which has a line in the
	 * log of the server.
	 * @return whether the rows were as expected
	 */
	boolean runWithCommit(Connection connection) throws SQLException {
		StringBuilder sql = new StringBuilder(Bulk.counting(this.enter));
		this.steps.forEach((step) -> sql.append("; ").append(step.strict()));
		sql.append("; COMMIT");
		try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
			execute(connection, statement, true);
			return true;
		}
		catch (SQLException ex) {
			if (UNEXPECTED.equals(ex.getSQLState())) {
				return false;
			}
			throw ex;
		}
	}

	private void execute(Connection connection, PreparedStatement statement, boolean strict) throws SQLException {
		int index = 1;
		statement.setObject(index++, this.node);
		if (strict) {
			statement.setLong(index++, 1);
		}
		for (Step<?> step : this.steps) {
			index = step.bind(connection, statement, index);
			if (strict && step.bulk().isCounted()) {
				statement.setLong(index++, step.rows().size());
			}
		}
		statement.execute();
	}

	private static boolean isFound(PreparedStatement statement) throws SQLException {
		try (ResultSet rows = statement.getResultSet()) {
			return rows.next();
		}
	}

	/** A statement and its rows. */
	private record Step<T>(Bulk<T> bulk, List<T> rows) {

		int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
			return this.bulk.bind(connection, statement, first, this.rows);
		}

		String counting() {
			return this.bulk.counting(this.rows.size());
		}

		String strict() {
			return this.bulk.strict(this.rows.size());
		}

	}

}
