package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Two nodes of the sample application on a PostgreSQL.
 *
 * @param postgres the database
 * @param first the node {@code first}
 * @param second the node {@code second}
 */
record Cluster(EmbeddedPostgres postgres, MonitoredApplication first,
		MonitoredApplication second) implements AutoCloseable {

	/**
	 * Starts the nodes.
	 * @param exemplars whether their Prometheus reads exemplars
	 */
	static Cluster start(boolean exemplars) throws IOException {
		EmbeddedPostgres postgres = EmbeddedPostgres.start();
		String url = postgres.getJdbcUrl("postgres", "postgres");
		return new Cluster(postgres, MonitoredApplication.startNode("first", url, exemplars),
				MonitoredApplication.startNode("second", url, exemplars));
	}

	/** Executes a statement in the database; returns the number of its rows. */
	int update(String sql) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			return statement.executeUpdate(sql);
		}
	}

	/** Opens a connection, which the caller closes. */
	Connection connect() throws SQLException {
		return this.postgres.getPostgresDatabase().getConnection();
	}

	@Override
	public void close() throws IOException {
		this.second.close();
		this.first.close();
		this.postgres.close();
	}

}
