package io.github.taskhost.jdbc.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.taskhost.jdbc.TestServer;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.JournalSchema;
import io.github.taskhost.jdbc.schema.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the plans that writers keep, made while the tables are empty, as after a quiet
 * time.
 */
class WriterPlanTests {

	private static final Tables TABLES = new Tables("w_");

	private Connection connection;

	@BeforeEach
	void emptyTables() throws Exception {
		this.connection = DriverManager.getConnection(TestServer.newPostgresqlUrl());
		JournalSchema.create(new SingleConnectionDataSource(this.connection, true), "w_");
		execute("INSERT INTO w_live (session_id, task_id, uid, attempt, version, kind, state, record) SELECT 's', "
				+ "g::text, gen_random_uuid(), 1, 1, 'k', 'RUNNING', '{}' FROM generate_series(1, 1000) g");
		execute("INSERT INTO w_task (uid, session_id, kind, created_at, version) SELECT uid, 's', 'k', now(), 1 "
				+ "FROM w_live");
		for (String table : new String[] { "w_live", "w_task" }) {
			execute("DELETE FROM " + table);
			execute("VACUUM ANALYZE " + table);
		}
		SessionSettings.change(this.connection, SessionSettings.ofWriter(Duration.ofSeconds(6)));
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	static Stream<Arguments> changes() {
		Statements statements = new Statements(Database.POSTGRESQL, TABLES);
		ExtraStatements extras = new ExtraStatements(Database.POSTGRESQL, TABLES);
		return Stream.of(Arguments.of("change", statements.change), Arguments.of("move", statements.move),
				Arguments.of("end", statements.endLive), Arguments.of("remove", statements.removeLive),
				Arguments.of("drop", statements.dropLive), Arguments.of("report", extras.report),
				Arguments.of("end of the record", statements.endTask),
				Arguments.of("move of the record", statements.moveTask),
				Arguments.of("removal of the record", statements.removeEnded));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("changes")
	void eachTaskIsLookedUpByItsUid(String name, Bulk<?> change) throws SQLException {
		for (int rows : new int[] { 1, 2 }) {
			assertThat(plan(change.counting(rows))).as("%d rows", rows)
				.anyMatch((line) -> line.contains("Index Cond: (uid = ANY"));
		}
	}

	private List<String> plan(String sql) throws SQLException {
		List<String> lines = new ArrayList<>();
		AtomicInteger number = new AtomicInteger();
		String numbered = Pattern.compile("\\?").matcher(sql).replaceAll((match) -> "\\$" + number.incrementAndGet());
		execute("DEALLOCATE ALL");
		execute("PREPARE change AS " + numbered);
		String values = String.join(", ", Collections.nCopies(number.get(), "NULL"));
		try (Statement statement = this.connection.createStatement();
				ResultSet plan = statement.executeQuery("EXPLAIN EXECUTE change(" + values + ")")) {
			while (plan.next()) {
				lines.add(plan.getString(1).strip());
			}
		}
		return lines;
	}

}
