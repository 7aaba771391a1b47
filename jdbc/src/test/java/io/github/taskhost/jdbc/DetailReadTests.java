package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.read.ReadThreads;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.message.TaskOutputLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DetailReads} of tasks with more lines than are read.
 */
class DetailReadTests {

	private static final int MOST = 1000;

	private final RecordCodec codec = new RecordCodec();

	private final UUID one = UUID.randomUUID();

	private final UUID other = UUID.randomUUID();

	@ParameterizedTest
	@EnumSource
	void theNewestLinesOfEachTaskAreReadInTheirOrder(Pool pool) throws Exception {
		try (HikariDataSource database = pool.opened.get()) {
			Tables tables = new Tables(TestServer.tables(database));
			fill(database, tables, this.one, MOST + 5);
			fill(database, tables, this.other, 3);
			ReadThreads threads = new ReadThreads(database, Duration.ofSeconds(10));
			Map<UUID, DetailReads.Details> details = reads(database, tables, threads)
				.details(List.of(this.one, this.other, UUID.randomUUID()));
			threads.stop();
			assertThat(details).hasSize(3);
			assertThat(details.get(this.one).all().output()).extracting(TaskOutputLine::position)
				.containsExactlyElementsOf(LongStream.rangeClosed(6, MOST + 5).boxed().toList());
			assertThat(details.get(this.other).all().output()).extracting(TaskOutputLine::position)
				.containsExactly(1L, 2L, 3L);
		}
	}

	@Test
	void furtherLinesAreNotReadOnPostgresql() throws Exception {
		try (SingleConnectionDataSource database = new SingleConnectionDataSource(TestServer.postgresqlUrl(), true)) {
			Tables tables = new Tables(TestServer.tables(database));
			fill(database, tables, this.one, 20 * MOST);
			try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
				statement.execute("ANALYZE " + tables.output());
			}
			ReadThreads threads = new ReadThreads(database, Duration.ofSeconds(10));
			long before = fetched(database, tables);
			assertThat(reads(database, tables, threads).details(this.one).output()).hasSize(MOST);
			threads.stop();
			assertThat(fetched(database, tables) - before).isEqualTo(MOST);
		}
	}

	private DetailReads reads(DataSource database, Tables tables, ReadThreads threads) throws SQLException {
		try (Connection connection = database.getConnection()) {
			return new DetailReads(threads, StoreParts.of(Database.of(connection), tables, this.codec), this.codec);
		}
	}

	private void fill(DataSource database, Tables tables, UUID uid, int lines) throws SQLException {
		try (Connection connection = database.getConnection();
				PreparedStatement insert = connection
					.prepareStatement("INSERT INTO " + tables.output() + " (uid, no, line) VALUES (?, ?, ?)")) {
			for (int i = 1; i <= lines; i++) {
				insert.setObject(1, uid);
				insert.setLong(2, i);
				insert.setString(3, this.codec.write(new TaskOutputLine(i, "out", "line " + i, Records.START)));
				insert.addBatch();
			}
			insert.executeBatch();
		}
	}

	/** The number of rows of the table that statements of the connection have read. */
	private static long fetched(SingleConnectionDataSource database, Tables tables) throws SQLException {
		try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("SELECT pg_stat_force_next_flush()");
			try (ResultSet rows = statement.executeQuery("SELECT seq_tup_read + COALESCE(idx_tup_fetch, 0) FROM "
					+ "pg_stat_user_tables WHERE relname = '" + tables.output() + "'")) {
				rows.next();
				return rows.getLong(1);
			}
		}
	}

	/** The databases. */
	enum Pool {

		H2(TestServer::h2), POSTGRESQL(TestServer::postgresql);

		private final Supplier<HikariDataSource> opened;

		Pool(Supplier<HikariDataSource> opened) {
			this.opened = opened;
		}

	}

}
