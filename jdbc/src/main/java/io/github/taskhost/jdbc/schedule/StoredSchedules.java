package io.github.taskhost.jdbc.schedule;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.taskhost.jdbc.commit.JoinedCommit;
import io.github.taskhost.jdbc.read.ReadThreads;
import io.github.taskhost.jdbc.recovery.Engine;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.ScheduleJournal;
import org.jspecify.annotations.Nullable;

/**
 * The recurring schedules of a durable host, one row each. Changes of callers are a part
 * of their transaction, if they have one of the pool. Thread-safe.
 */
public final class StoredSchedules implements ScheduleJournal {

	private final DataSource dataSource;

	private final ScheduleTransactions transactions;

	private final ScheduleThreads threads = new ScheduleThreads();

	private final ReadThreads reads;

	private final Supplier<ScheduleRows> rows;

	private final DueSchedules due;

	/**
	 * Creates the store.
	 * @param dataSource the pool
	 * @param parts opens the store
	 * @param reads the threads that read
	 * @param codec writes and reads values
	 * @param timeout the longest time of a statement
	 */
	public StoredSchedules(DataSource dataSource, Supplier<StoreParts> parts, ReadThreads reads, RecordCodec codec,
			Duration timeout) {
		this.dataSource = dataSource;
		this.transactions = new ScheduleTransactions(dataSource);
		this.reads = reads;
		this.rows = () -> new ScheduleRows(parts.get(), codec, (int) Math.max(1, timeout.toSeconds()));
		this.due = new DueSchedules(this.transactions, this.rows);
	}

	/** Lets a host look at schedules from now on. */
	public void serve(JournaledHost host, Engine engine, Clock clock) {
		this.due.serve(host, engine, clock);
	}

	@Override
	public void change(String sessionId, String scheduleId, Step step) {
		if (JoinedCommit.isPossible(this.dataSource)) {
			boolean changed = this.transactions.join((connection) -> change(connection, sessionId, scheduleId, step));
			if (changed) {
				ScheduleTransactions.afterCommit(this::lookNow);
			}
			return;
		}
		boolean changed = this.threads
			.call(() -> this.transactions.begin((connection) -> change(connection, sessionId, scheduleId, step)));
		if (changed) {
			this.threads.call(() -> {
				this.due.refresh();
				return true;
			});
		}
	}

	private boolean change(Connection connection, String sessionId, String scheduleId, Step step) throws SQLException {
		ScheduleRows all = this.rows.get();
		while (true) {
			ScheduleRecord present = all.lock(connection, sessionId, scheduleId);
			Next next = step.take(present, ScheduleTransactions.current());
			if (next == null) {
				return false;
			}
			ScheduleRecord after = next.schedule();
			if (present == null) {
				if (after == null || all.insert(connection, after, next)) {
					return after != null;
				}
			}
			else if (after == null) {
				all.delete(connection, present.uid());
				return true;
			}
			else {
				all.update(connection, after, next);
				return true;
			}
		}
	}

	@Override
	public @Nullable ScheduleRecord find(String sessionId, String scheduleId) {
		return this.reads
			.read((connection) -> Optional.ofNullable(this.rows.get().find(connection, sessionId, scheduleId)))
			.orElse(null);
	}

	@Override
	public List<ScheduleRecord> page(@Nullable String sessionId, int limit, @Nullable String after) {
		return this.reads.read((connection) -> this.rows.get().page(connection, sessionId, limit, after));
	}

	@Override
	public void ended(String sessionId, String scheduleId, UUID run) {
		Clock clock = this.due.clock();
		Instant now = (clock != null) ? clock.instant() : Instant.EPOCH;
		this.threads.later(() -> {
			boolean waits = this.transactions
				.begin((connection) -> this.rows.get().ended(connection, sessionId, scheduleId, run, now));
			if (waits) {
				this.due.refresh();
			}
		});
	}

	@Override
	public Numbers numbers() {
		return this.due.numbers();
	}

	@Override
	public void lookNow() {
		if (this.due.wantsRefresh()) {
			this.threads.later(this.due::refresh);
		}
	}

	@Override
	public void lookAtAll() {
		Clock clock = this.due.clock();
		if (clock != null) {
			this.threads.later(() -> {
				this.transactions.begin((connection) -> {
					this.rows.get().hurryAll(connection, clock.instant());
					return true;
				});
				this.due.refresh();
			});
		}
	}

	/** Looks at a schedule, for an execution. */
	public void look(UUID uid) {
		this.due.look(uid);
	}

	public void stop() {
		this.threads.stop();
	}

}
