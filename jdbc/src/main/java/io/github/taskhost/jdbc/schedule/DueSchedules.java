package io.github.taskhost.jdbc.schedule;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.taskhost.jdbc.recovery.Engine;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.ScheduleJournal.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * The schedules whose time has come. The rows tell the times; for each one that is due,
 * an execution of the {@link Engine} lets one node of all look at it, and another one if
 * that node is lost. Each node has the alarm of its host set for the next row whose kind
 * it has, so that executions are placed in time. Thread-safe.
 */
final class DueSchedules {

	/** The time after which an execution is placed again that no node has begun. */
	private static final long PLACED_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final ScheduleTransactions transactions;

	private final Supplier<ScheduleRows> rows;

	private volatile @Nullable Served served;

	private volatile Numbers numbers = Numbers.NONE;

	/**
	 * The looks that this node has placed, by the time of the system. A later look at the
	 * same schedule is another one, whichever node has done the earlier.
	 */
	private final Map<ScheduleRows.Look, Long> placed = new ConcurrentHashMap<>();

	private final AtomicBoolean refreshes = new AtomicBoolean();

	DueSchedules(ScheduleTransactions transactions, Supplier<ScheduleRows> rows) {
		this.transactions = transactions;
		this.rows = rows;
	}

	/** Sets the host that looks at schedules. */
	void serve(JournaledHost host, Engine engine, Clock clock) {
		this.served = new Served(host, engine, clock);
	}

	Numbers numbers() {
		return this.numbers;
	}

	/** The clock that schedules follow, or {@code null} before there is a host. */
	@Nullable Clock clock() {
		Served present = this.served;
		return (present != null) ? present.clock() : null;
	}

	/** Whether the caller is the only one that wants a refresh that has not begun. */
	boolean wantsRefresh() {
		return this.refreshes.compareAndSet(false, true);
	}

	/** Reads the next looks, places those that are due, and has the alarm set. */
	void refresh() {
		this.refreshes.set(false);
		Served present = this.served;
		if (present == null) {
			return;
		}
		Instant now = present.clock().instant();
		FirstLooks first = this.transactions.read((connection) -> FirstLooks
			.read((after) -> this.rows.get().looks(connection, FirstLooks.PAGE, after), present.host(), now));
		ScheduleRows.Counts counts = this.transactions.read(this.rows.get()::counts);
		this.numbers = new Numbers(counts.schedules(), counts.paused(), first.unserved());
		if (!present.host().isDraining()) {
			first.due(now).forEach((look) -> place(look, present.engine()));
		}
		present.host().nextLook(first.next());
	}

	/** Places a look that was not placed in the last moments. */
	private void place(ScheduleRows.Look look, Engine engine) {
		long now = System.nanoTime();
		this.placed.values().removeIf((time) -> now - time > PLACED_NANOS);
		if (this.placed.putIfAbsent(look, now) == null && !engine.look(look.uid())) {
			this.placed.remove(look);
		}
	}

	/** Looks at a schedule, if its time has come, and starts its run with it. */
	void look(UUID uid) {
		Served present = this.served;
		this.placed.keySet().removeIf((look) -> look.uid().equals(uid));
		if (present == null) {
			return;
		}
		this.transactions.begin((connection) -> {
			ScheduleRows all = this.rows.get();
			var schedule = all.lockDue(connection, uid, present.clock().instant());
			var next = (schedule != null) ? present.host().look(schedule, ScheduleTransactions.current()) : null;
			if (next != null && next.schedule() != null) {
				all.update(connection, next.schedule(), next);
			}
			return true;
		});
	}

	/**
	 * The parts that look at schedules.
	 *
	 * @param host the host
	 * @param engine places executions
	 * @param clock the clock that schedules follow
	 */
	private record Served(JournaledHost host, Engine engine, Clock clock) {
	}

}
