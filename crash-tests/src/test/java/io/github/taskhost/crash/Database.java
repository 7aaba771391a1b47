package io.github.taskhost.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A database of the server, read by the controller on its own connections.
 *
 * @param url the URL without a proxy
 * @param name the name
 */
record Database(String url, String name) {

	/** A live row whose worker has no row, so that it is never taken over. */
	private static final String ORPHANS = "SELECT l.uid || ' ' || l.state || ' of worker ' || l.worker "
			+ "FROM taskhost_live l WHERE l.worker IS NOT NULL "
			+ "AND NOT EXISTS (SELECT 1 FROM taskhost_node n WHERE n.node_id = l.worker)";

	static String schema() {
		try (InputStream script = Database.class
			.getResourceAsStream("/io/github/taskhost/jdbc/schema-postgresql.sql")) {
			return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Reads rows. */
	<T> List<T> list(String sql, RowReader<T> reader, Object... parameters) {
		try (Connection connection = DriverManager.getConnection(this.url);
				PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			List<T> rows = new ArrayList<>();
			try (ResultSet results = statement.executeQuery()) {
				while (results.next()) {
					rows.add(reader.read(results));
				}
			}
			return rows;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	List<String> strings(String sql, Object... parameters) {
		return list(sql, (row) -> row.getString(1), parameters);
	}

	int count(String sql, Object... parameters) {
		return list(sql, (row) -> row.getInt(1), parameters).get(0);
	}

	/** Changes rows; returns their number. */
	int change(String sql, Object... parameters) {
		return count("WITH changed AS (" + sql + " RETURNING 1) SELECT count(*) FROM changed", parameters);
	}

	List<String> orphans() {
		return strings(ORPHANS);
	}

	int live() {
		return count("SELECT count(*) FROM taskhost_live");
	}

	/** The tasks that run, of the kinds whose attempts only a lost worker repeats. */
	int running() {
		return count("SELECT count(*) FROM taskhost_live WHERE state IN ('RUNNING', 'WAITING') AND kind <> 'flaky'");
	}

	/** The tasks that run or may be about to run, of the same kinds. */
	int unfinished() {
		return count("SELECT count(*) FROM taskhost_live WHERE state <> 'CANCEL_REQUESTED' AND kind <> 'flaky'");
	}

	/** The tasks that run on a node, with their attempts. */
	Map<UUID, Integer> tasksOf(String node) {
		return list(
				"SELECT uid, attempt FROM taskhost_live WHERE worker::text = ? "
						+ "AND state IN ('RUNNING', 'WAITING') AND kind <> 'flaky'",
				(row) -> Map.entry(row.getObject(1, UUID.class), row.getInt(2)), node)
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/** The tasks that run on a node or may be about to, of the same kinds. */
	int unfinishedOf(String node) {
		return count("SELECT count(*) FROM taskhost_live WHERE worker::text = ? AND state <> 'CANCEL_REQUESTED' "
				+ "AND kind <> 'flaky'", node);
	}

	/** Whether a node has a row. */
	boolean hasNode(String node) {
		return count("SELECT count(*) FROM taskhost_node WHERE node_id::text = ?", node) > 0;
	}

	/** The number of changes that takeovers have stored. */
	int takenOver() {
		return count("SELECT count(*) FROM taskhost_event WHERE lane = -1");
	}

	/** The number of connections of an application. */
	int connections(String application) {
		return count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
				+ "AND application_name = ?", application);
	}

	/** The node that has renewed its lease last. */
	String renewedNode() {
		return strings("SELECT node_id::text FROM taskhost_node ORDER BY lease_until DESC LIMIT 1").get(0);
	}

	/** Ends all other connections to this database; returns their number. */
	int terminateBackends() {
		return count("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
				+ "WHERE datname = current_database() AND pid <> pg_backend_pid()");
	}

	/** The number of takeovers that wait for the transaction of the node to be lost. */
	int waitingTakeovers() {
		return count("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
				+ "AND wait_event_type = 'Lock' AND query LIKE 'SELECT 1 FROM taskhost_node %FOR UPDATE'");
	}

	/** The number of other connections to this database. */
	int connections() {
		return count("SELECT count(*) FROM pg_stat_activity "
				+ "WHERE datname = current_database() AND pid <> pg_backend_pid()");
	}

	/**
	 * Reads a row.
	 *
	 * @param <T> the type of the value
	 */
	interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

}
