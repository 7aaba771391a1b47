package io.github.taskhost.jdbc.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of live tasks in the database by state. A look never waits: it returns the
 * last numbers, and has them counted again in the background when they are older than ten
 * seconds. Thread-safe.
 */
public final class StoredCounts {

	private static final Duration FRESH = Duration.ofSeconds(10);

	private static final Logger log = LoggerFactory.getLogger(StoredCounts.class);

	private final ReadThreads threads;

	private final Tables tables;

	private final LongSupplier nanos;

	private final AtomicBoolean counting = new AtomicBoolean();

	private volatile @Nullable Counts last;

	public StoredCounts(ReadThreads threads, Tables tables) {
		this(threads, tables, System::nanoTime);
	}

	StoredCounts(ReadThreads threads, Tables tables, LongSupplier nanos) {
		this.threads = threads;
		this.tables = tables;
		this.nanos = nanos;
	}

	/**
	 * The last numbers, without the states that no task is in; empty before the first.
	 */
	public Optional<Map<BackgroundTaskState, Long>> byState() {
		Counts present = this.last;
		boolean fresh = present != null && this.nanos.getAsLong() - present.time() < FRESH.toNanos();
		if (!fresh && this.counting.compareAndSet(false, true)) {
			this.threads.later(this::count, () -> this.counting.set(false));
		}
		return Optional.ofNullable(present).map(Counts::byState);
	}

	private void count(Connection connection) throws SQLException {
		Map<BackgroundTaskState, Long> byState = new EnumMap<>(BackgroundTaskState.class);
		String sql = "SELECT state, COUNT(*) FROM " + this.tables.live() + " GROUP BY state";
		try (PreparedStatement statement = this.threads.prepare(connection, sql);
				ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				add(byState, JournalReads.text(rows, "state"), rows.getLong(2));
			}
		}
		this.last = new Counts(Map.copyOf(byState), this.nanos.getAsLong());
	}

	private static void add(Map<BackgroundTaskState, Long> byState, String state, long tasks) {
		try {
			byState.put(BackgroundTaskState.valueOf(state), tasks);
		}
		catch (IllegalArgumentException ex) {
			log.debug("{} tasks are in the state {}, which this version does not know", tasks, state);
		}
	}

	/**
	 * Numbers.
	 *
	 * @param byState the numbers
	 * @param time the time of the count, by the monotonic clock
	 */
	private record Counts(Map<BackgroundTaskState, Long> byState, long time) {
	}

}
