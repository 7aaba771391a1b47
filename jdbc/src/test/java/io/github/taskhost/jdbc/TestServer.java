package io.github.taskhost.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.jdbc.schema.JournalSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The databases of the tests: a real PostgreSQL that waits for the disk, started once,
 * and H2 in memory. Each test has tables of its own.
 */
public final class TestServer {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private TestServer() {
	}

	static HikariDataSource postgresql() {
		return pool(postgresqlUrl());
	}

	/** The URL of the database {@code postgres}. */
	public static String postgresqlUrl() {
		return Server.POSTGRESQL.getJdbcUrl("postgres", "postgres");
	}

	/** Makes a new, empty database. */
	public static String newPostgresqlUrl() {
		String name = "db" + NUMBER.incrementAndGet();
		try (Connection connection = DriverManager.getConnection(postgresqlUrl());
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return Server.POSTGRESQL.getJdbcUrl("postgres", name);
	}

	static HikariDataSource h2() {
		return pool(h2Url());
	}

	static String h2Url() {
		return "jdbc:h2:mem:journal" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1";
	}

	static HikariDataSource pool(String url) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(10);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(5000);
		config.setInitializationFailTimeout(-1);
		return new HikariDataSource(config);
	}

	/** Makes tables with a new prefix. */
	static String tables(DataSource dataSource) throws Exception {
		String prefix = "t" + NUMBER.incrementAndGet() + "_";
		JournalSchema.create(dataSource, prefix);
		return prefix;
	}

	/** A PostgreSQL that does not wait for the disk, for tests of the meaning alone. */
	static String fastUrl() {
		return FastServer.POSTGRESQL.getJdbcUrl("postgres", "postgres");
	}

	private static final class FastServer {

		static final EmbeddedPostgres POSTGRESQL = Server.start("off");

	}

	private static final class Server {

		static final EmbeddedPostgres POSTGRESQL = start("on");

		private static EmbeddedPostgres start(String fsync) {
			try {
				return EmbeddedPostgres.builder()
					.setServerConfig("fsync", fsync)
					.setServerConfig("synchronous_commit", "on")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
