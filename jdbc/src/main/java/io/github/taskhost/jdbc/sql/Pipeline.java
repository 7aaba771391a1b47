package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Statements over arrays that are sent to PostgreSQL in one round trip. The first locks
 * the row of a node. Used once, by one thread.
 */
final class Pipeline {

	private final String enter;

	private final UUID node;

	private final List<Step<?>> steps = new ArrayList<>();

	/**
	 * Creates a pipeline.
	 * @param enter the statement that locks the row of a node and returns the id of the
	 * transaction
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
	 * @return the id of the transaction, or {@code null} if the node is fenced or a
	 * statement did not change all of its rows
	 */
	@Nullable String run(Connection connection) throws SQLException {
		String sql = this.enter
				+ this.steps.stream().map((step) -> "; " + step.bulk().withoutUids()).collect(Collectors.joining());
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			statement.setObject(1, this.node);
			int index = 2;
			for (Step<?> step : this.steps) {
				index = step.bind(connection, statement, index);
			}
			statement.execute();
			String transaction = transaction(statement);
			boolean complete = true;
			for (Step<?> step : this.steps) {
				statement.getMoreResults();
				complete &= step.isComplete(statement);
			}
			return complete ? transaction : null;
		}
	}

	private static @Nullable String transaction(PreparedStatement statement) throws SQLException {
		try (ResultSet rows = statement.getResultSet()) {
			return rows.next() ? rows.getString(1) : null;
		}
	}

	/** A statement and its rows. */
	private record Step<T>(Bulk<T> bulk, List<T> rows) {

		int bind(Connection connection, PreparedStatement statement, int first) throws SQLException {
			return this.bulk.bind(connection, statement, first, this.rows);
		}

		boolean isComplete(PreparedStatement statement) throws SQLException {
			return statement.getUpdateCount() == this.rows.size();
		}

	}

}
