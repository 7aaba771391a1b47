package io.github.taskhost.jdbc;

import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskJournal;
import org.jspecify.annotations.Nullable;

/**
 * The {@link TaskJournal} on a database with the tables of {@code schema-postgresql.sql}
 * or {@code schema-h2.sql} in this package. Thread-safe.
 */
public final class JdbcTaskJournal implements TaskJournal {

	private final DataSource dataSource;

	private final JdbcJournalSettings settings;

	/**
	 * Creates a journal.
	 * @param dataSource the pool of connections to the database
	 * @param settings the settings
	 */
	public JdbcTaskJournal(DataSource dataSource, JdbcJournalSettings settings) {
		this.dataSource = dataSource;
		this.settings = settings;
	}

	@Override
	public String workerId() {
		throw later();
	}

	@Override
	public void start(JournaledHost host) {
		throw later();
	}

	@Override
	public JournalResult commit(List<JournalChange> changes, Patience patience) {
		throw later();
	}

	@Override
	public boolean canJoin() {
		throw later();
	}

	@Override
	public JournalResult join(List<JournalChange> changes) {
		throw later();
	}

	@Override
	public void report(JournalReport report) {
		throw later();
	}

	@Override
	public @Nullable StoredTask find(UUID uid) {
		throw later();
	}

	@Override
	public @Nullable StoredTask find(String sessionId, String taskId) {
		throw later();
	}

	@Override
	public List<StoredTask> findAll(String taskId, int limit) {
		throw later();
	}

	@Override
	public StoredPage page(BackgroundTaskFilter filter, int limit, @Nullable UUID after) {
		throw later();
	}

	@Override
	public List<StoredTask> children(UUID parentUid, int limit) {
		throw later();
	}

	@Override
	public StoredDetails details(UUID uid) {
		throw later();
	}

	@Override
	public SessionWakes drainWakes(String sessionId) {
		throw later();
	}

	@Override
	public void stop() {
		throw later();
	}

	private UnsupportedOperationException later() {
		return new UnsupportedOperationException("Not yet built: " + this.settings + this.dataSource);
	}

}
