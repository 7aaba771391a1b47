package io.github.taskhost.jdbc.read;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of live tasks in the database by kind and state. A look never waits: it
 * returns the last numbers, and has them counted again in the background when they are
 * older than ten seconds. Thread-safe.
 */
public final class StoredCounts {

	private static final Duration FRESH = Duration.ofSeconds(10);

	/** The largest number of kinds; the tasks of further kinds are counted together. */
	static final int MAX_KINDS = 1000;

	private static final String OTHER_KINDS = "_other";

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
	 * The last numbers; empty before the first count.
	 */
	public Optional<StoredTaskCounts> last() {
		Counts present = this.last;
		boolean fresh = present != null && this.nanos.getAsLong() - present.time() < FRESH.toNanos();
		if (!fresh && this.counting.compareAndSet(false, true)) {
			this.threads.later(this::count, () -> this.counting.set(false));
		}
		return Optional.ofNullable(present).map(this::aged);
	}

	private StoredTaskCounts aged(Counts counts) {
		return new StoredTaskCounts(counts.byKind(), Duration.ofNanos(this.nanos.getAsLong() - counts.time()));
	}

	private void count(Connection connection) throws SQLException {
		Map<String, Map<BackgroundTaskState, Long>> byKind = new HashMap<>();
		String sql = "SELECT kind, state, COUNT(*) FROM " + this.tables.live() + " GROUP BY kind, state";
		try (PreparedStatement statement = this.threads.prepare(connection, sql);
				ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				add(byKind, JournalReads.text(rows, "kind"), JournalReads.text(rows, "state"), rows.getLong(3));
			}
		}
		this.last = new Counts(byKind, this.nanos.getAsLong());
	}

	private static void add(Map<String, Map<BackgroundTaskState, Long>> byKind, String kind, String state, long tasks) {
		try {
			BackgroundTaskState known = BackgroundTaskState.valueOf(state);
			String shown = (byKind.containsKey(kind) || byKind.size() < MAX_KINDS) ? kind : OTHER_KINDS;
			byKind.computeIfAbsent(shown, (key) -> new EnumMap<>(BackgroundTaskState.class))
				.merge(known, tasks, Long::sum);
		}
		catch (IllegalArgumentException ex) {
			log.debug("{} tasks are in the state {}, which this version does not know", tasks, state);
		}
	}

	/**
	 * Numbers.
	 *
	 * @param byKind the numbers, which are not changed any more
	 * @param time the time of the count, by the monotonic clock
	 */
	private record Counts(Map<String, Map<BackgroundTaskState, Long>> byKind, long time) {
	}

}
