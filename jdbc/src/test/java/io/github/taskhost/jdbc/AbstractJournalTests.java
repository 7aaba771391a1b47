package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournalResult.Stored;
import io.github.taskhost.spi.TaskJournal.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A journal on tables of its own.
 */
abstract class AbstractJournalTests {

	HikariDataSource pool;

	String prefix;

	JdbcTaskJournal journal;

	private final List<JdbcTaskJournal> journals = new ArrayList<>();

	abstract HikariDataSource createPool();

	@BeforeEach
	void createJournal() throws Exception {
		this.pool = createPool();
		this.prefix = TestServer.tables(this.pool);
		this.journal = journal(this.pool);
		this.journal.open();
	}

	@AfterEach
	void stopJournals() {
		this.journals.forEach(JdbcTaskJournal::stop);
		this.pool.close();
	}

	JdbcTaskJournal journal(DataSource dataSource) {
		return journal(dataSource, settings());
	}

	JdbcTaskJournal journal(DataSource dataSource, JdbcJournalSettings settings) {
		JdbcTaskJournal created = new JdbcTaskJournal(dataSource, settings);
		this.journals.add(created);
		return created;
	}

	JdbcJournalSettings settings() {
		return JdbcJournalSettings.of("test")
			.withTablePrefix(this.prefix)
			.withTimes(Duration.ofSeconds(6), Duration.ofSeconds(10));
	}

	JournalResult commit(JournalChange... changes) {
		return this.journal.commit(List.of(changes), Patience.BOUNDED);
	}

	void store(JournalChange... changes) {
		assertThat(commit(changes)).isEqualTo(Stored.STORED);
	}

	long count(String table) {
		return number("SELECT COUNT(*) FROM " + this.prefix + table);
	}

	/** The number of changes in the log, without the places of lost transactions. */
	long changes() {
		return number("SELECT COUNT(*) FROM " + this.prefix + "event WHERE version > 0");
	}

	long number(String sql) {
		try (Connection connection = this.pool.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getLong(1);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	int update(String sql) {
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			return statement.executeUpdate(sql);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	UUID node() {
		return UUID.fromString(this.journal.workerId().substring("worker_".length()));
	}

}
