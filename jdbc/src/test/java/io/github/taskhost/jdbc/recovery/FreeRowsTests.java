package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.jdbc.TestServer;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.schema.JournalSchema;
import io.github.taskhost.jdbc.schema.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FreeRows}.
 */
class FreeRowsTests {

	private final FreeRows rows = new FreeRows(Database.POSTGRESQL, new Tables("b_"));

	private Connection connection;

	@BeforeEach
	void open() throws Exception {
		this.connection = DriverManager.getConnection(TestServer.newPostgresqlUrl());
		JournalSchema.create(new SingleConnectionDataSource(this.connection, true), "b_");
		insert("full", 20_000);
		insert("small", 2);
		insert("tiny", 1);
		execute("ANALYZE b_live");
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
	}

	private void insert(String kind, int number) throws SQLException {
		execute("INSERT INTO b_live (session_id, task_id, uid, attempt, version, kind, state, record, start_rank) SELECT 's', '"
				+ kind + "' || g, gen_random_uuid(), 1, 1, '" + kind
				+ "', 'PENDING', '{}', (random() * 1000000)::bigint FROM generate_series(1, " + number + ") g");
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private List<String> run(String before, String columns, String... without) throws SQLException {
		return runAfter(FreeRows.Place.FIRST, before, columns, without);
	}

	private List<String> runAfter(FreeRows.Place after, String before, String columns, String... without)
			throws SQLException {
		List<String> values = new ArrayList<>();
		try (PreparedStatement statement = this.connection
			.prepareStatement(before + this.rows.query(columns, without.length > 0, 1000))) {
			int next = after.bind(statement, 1);
			if (without.length > 0) {
				statement.setArray(next, this.connection.createArrayOf("varchar", without));
			}
			try (ResultSet found = statement.executeQuery()) {
				while (found.next()) {
					values.add(found.getString(1));
				}
			}
		}
		return values;
	}

	@Test
	void tasksOfKindsThatAreLeftOutAreNotReturned() throws SQLException {
		assertThat(run("", "l.kind", "full")).containsExactlyInAnyOrder("small", "small", "tiny");
		assertThat(run("", "l.kind", "full", "small")).containsExactly("tiny");
		assertThat(run("", "l.kind", "full", "small", "tiny")).isEmpty();
		assertThat(run("", "l.kind", "small")).hasSize(1000).contains("full");
		assertThat(run("", "l.kind")).hasSize(1000);
	}

	@Test
	void tasksAreInTheOrderOfTheirRanksAndUids() throws SQLException {
		String position = "lpad(l.start_rank::text, 10, '0') || l.uid";
		assertThat(run("", position, "tiny")).hasSize(1000).isSorted();
		assertThat(run("", position)).hasSize(1000).isSorted();
	}

	@Test
	void pagesFollowEachOtherWithoutGaps() throws SQLException {
		execute("UPDATE b_live SET start_rank = start_rank % 7");
		List<String> all = new ArrayList<>();
		FreeRows.Place last = FreeRows.Place.FIRST;
		List<String> page = run("", "l.start_rank || ' ' || l.uid");
		while (!page.isEmpty()) {
			all.addAll(page);
			String[] end = page.getLast().split(" ");
			last = new FreeRows.Place(Long.parseLong(end[0]), UUID.fromString(end[1]));
			page = runAfter(last, "", "l.start_rank || ' ' || l.uid");
		}
		assertThat(all).hasSize(20_003).doesNotHaveDuplicates();
	}

	@Test
	void looksReadAnIndexInItsOrder() throws SQLException {
		FreeRows.Place middle = new FreeRows.Place(500_000, new UUID(0, 0));
		List<String> plan = runAfter(middle, "EXPLAIN (ANALYZE) ", "l.start_rank, l.uid");
		assertThat(plan).noneMatch((line) -> line.contains("Seq Scan") || line.contains("Sort"))
			.noneMatch((line) -> line.contains("Rows Removed"))
			.anyMatch((line) -> line.contains("b_live_rank"));
	}

	@Test
	void backlogOfAKindThatIsLeftOutIsNotRead() throws SQLException {
		List<String> plan = run("EXPLAIN (ANALYZE) ", "l.uid", "full");
		assertThat(plan).noneMatch((line) -> line.contains("Seq Scan on b_live"))
			.noneMatch((line) -> line.matches(".*Rows Removed by Filter: \\d{3,}.*"));
	}

	/** So the update of a state and of a record is heap-only. */
	@Test
	void indexesHaveNoColumnThatAChangeOfAStateWrites() throws SQLException {
		List<String> indexed = new ArrayList<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet columns = statement.executeQuery(
						"SELECT DISTINCT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
								+ "AND a.attnum = ANY(i.indkey::int2[]) WHERE i.indrelid = 'b_live'::regclass")) {
			while (columns.next()) {
				indexed.add(columns.getString(1));
			}
		}
		assertThat(indexed).containsExactlyInAnyOrder("session_id", "task_id", "uid", "worker", "kind", "start_rank");
	}

}
