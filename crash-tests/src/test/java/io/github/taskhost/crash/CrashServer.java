package io.github.taskhost.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL that waits for the disk. It can be stopped like after a crash of the
 * machine, without a checkpoint, and started again on the same port.
 */
final class CrashServer implements AutoCloseable {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final Path data;

	private EmbeddedPostgres server;

	CrashServer() {
		try {
			this.data = Files.createTempDirectory("taskhost-crash");
			this.server = start(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private EmbeddedPostgres start(int port) throws IOException {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			.setDataDirectory(this.data)
			.setCleanDataDirectory(false)
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("max_connections", "200");
		if (port != 0) {
			builder.setPort(port);
		}
		return builder.start();
	}

	int port() {
		return this.server.getPort();
	}

	/** Stops the server at once ({@code stop -m immediate}). */
	void crash() {
		Path pidFile = this.data.resolve("postmaster.pid");
		try {
			long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
			Signals.send("QUIT", pid);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.pollInterval(Duration.ofMillis(10))
				.until(() -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts the server again. It recovers from its log. */
	void restart() {
		try {
			int port = port();
			this.server.close();
			this.server = start(port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Makes a database with the tables of the host and of the worker. */
	Database newDatabase() {
		String name = "crash" + NUMBER.incrementAndGet();
		execute(url("postgres"), "CREATE DATABASE " + name);
		Database database = new Database(url(name), name);
		execute(database.url(), Database.schema());
		execute(database.url(), "CREATE TABLE crash_order (id TEXT PRIMARY KEY)");
		return database;
	}

	private String url(String database) {
		return "jdbc:postgresql://localhost:" + port() + "/" + database + "?user=postgres";
	}

	private static void execute(String url, String sql) {
		try (Connection connection = DriverManager.getConnection(url);
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
			FileSystemUtils.deleteRecursively(this.data);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
