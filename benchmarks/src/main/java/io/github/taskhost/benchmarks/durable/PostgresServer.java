package io.github.taskhost.benchmarks.durable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server that waits for the disk at each commit. Its other settings are the
 * defaults.
 */
final class PostgresServer implements AutoCloseable {

	/** The largest number of connections of a library. */
	static final int POOL = 20;

	private final EmbeddedPostgres server;

	private final HikariDataSource admin;

	private final long postmaster;

	private PostgresServer(EmbeddedPostgres server) {
		this.server = server;
		this.admin = pool("admin", 2);
		this.postmaster = postmaster(Path.of(text("SHOW data_directory")));
	}

	/** Starts a server with further settings, of the form {@code name=value}. */
	static PostgresServer start(String... settings) {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on");
		for (String setting : settings) {
			int equals = setting.indexOf('=');
			builder.setServerConfig(setting.substring(0, equals), setting.substring(equals + 1));
		}
		try {
			return new PostgresServer(builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts a server that counts statements, which costs it a little. */
	static PostgresServer startCounting() {
		PostgresServer server = start("shared_preload_libraries=pg_stat_statements");
		server.execute("CREATE EXTENSION pg_stat_statements");
		return server;
	}

	/** Forgets the counted statements. */
	void resetStatements() {
		execute("SELECT pg_stat_statements_reset()");
	}

	/**
	 * Returns the number of statements since the reset, begins and commits included and
	 * those of this class excluded.
	 */
	long statements() {
		return number("SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements "
				+ "WHERE query NOT LIKE '%pg_stat_%'");
	}

	private static long postmaster(Path data) {
		try {
			return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the version and the settings that a figure depends on. */
	String settings() {
		return "PostgreSQL " + text("SHOW server_version") + ", fsync " + text("SHOW fsync") + ", synchronous_commit "
				+ text("SHOW synchronous_commit") + ", shared_buffers " + text("SHOW shared_buffers");
	}

	/** Creates a pool of the size that each library gets. */
	HikariDataSource pool(String name) {
		return pool(name, POOL);
	}

	private HikariDataSource pool(String name, int size) {
		HikariConfig config = new HikariConfig();
		config.setPoolName(name);
		config.setJdbcUrl(url());
		config.setMaximumPoolSize(size);
		return new HikariDataSource(config);
	}

	String url() {
		return this.server.getJdbcUrl("postgres", "postgres");
	}

	/** Executes a statement; each in a transaction of its own. */
	void execute(String... statements) {
		try (Connection connection = this.admin.getConnection(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Returns the first column of the only row of a query. */
	String text(String query) {
		try (Connection connection = this.admin.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(query)) {
			rows.next();
			return rows.getString(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	long number(String query) {
		return Long.parseLong(text(query));
	}

	/**
	 * Empties tables, and leaves no work to the background of the next run. The planner
	 * then expects a few rows in them.
	 */
	void empty(String tables) {
		execute("TRUNCATE " + tables, "CHECKPOINT");
	}

	/** Returns the bytes that the server has written to its log of changes. */
	long walBytes() {
		return number("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
	}

	/** Returns the CPU time of the processes of the server, ended ones included. */
	long cpuNanos() {
		return ServerProcesses.cpuNanos(this.postmaster);
	}

	@Override
	public void close() {
		this.admin.close();
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
