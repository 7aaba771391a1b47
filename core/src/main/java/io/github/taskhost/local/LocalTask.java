package io.github.taskhost.local;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.table.TableEntry;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task of this process: its entry in the table, its kind, its work, and the state that
 * only some tasks have.
 *
 * <p>
 * <b>Synchronisation.</b> {@code work} is written before the task is in the table, and
 * then by the thread of its body alone or by the thread that ended it before the body
 * began. {@code deliveries} counts requests: the thread that takes it from zero delivers.
 */
final class LocalTask extends TableEntry<LocalTask> {

	private static final VarHandle EXTRAS;

	private static final VarHandle DELIVERIES;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			EXTRAS = lookup.findVarHandle(LocalTask.class, "extras", TaskExtras.class);
			DELIVERIES = lookup.findVarHandle(LocalTask.class, "deliveries", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Kind kind;

	private volatile Work work;

	/** Optional state, allocated on first use. */
	private volatile @Nullable TaskExtras extras;

	/** The task that ended next; for {@link EndedTasks}. */
	private volatile @Nullable LocalTask nextEnded;

	private volatile boolean settled;

	/** Whether the log says that its listeners are too slow. */
	private volatile boolean lagging;

	@SuppressWarnings("unused") // through DELIVERIES
	private volatile int deliveries;

	LocalTask(BackgroundTaskRecord record, List<BackgroundTaskEvent> events, Kind kind, Work work) {
		super(record, events);
		this.kind = kind;
		this.work = work;
	}

	@Override
	protected LocalTask self() {
		return this;
	}

	@Override
	protected void adoptedPlace(long place) {
		ownExtras().adoptedPlace(place);
	}

	@Override
	protected long adoptedPlace() {
		return ownExtras().adoptedPlace();
	}

	Kind kind() {
		return this.kind;
	}

	Work work() {
		return this.work;
	}

	/** Gives it other work: the next attempt, or none. */
	void work(Work next) {
		this.work = next;
	}

	/** The attempt of its body, or {@code null} when it has none. */
	Work.@Nullable Body body() {
		return (this.work instanceof Work.Body body) ? body : null;
	}

	/** Its work if an executor drives it, or {@code null}. */
	Work.@Nullable Driven driven() {
		return (this.work instanceof Work.Driven driven) ? driven : null;
	}

	/** Whether the current thread runs its body. */
	boolean runsHere() {
		return this.work instanceof Work.Body body && body.runsOn(Thread.currentThread());
	}

	/** The optional state, or {@code null} while there is none. */
	@Nullable TaskExtras extras() {
		return this.extras;
	}

	/** The optional state, allocated on first use. */
	TaskExtras ownExtras() {
		TaskExtras present = this.extras;
		if (present == null) {
			TaskExtras fresh = new TaskExtras();
			present = EXTRAS.compareAndSet(this, null, fresh) ? fresh : this.extras;
		}
		return Objects.requireNonNull(present);
	}

	@Nullable LocalTask nextEnded() {
		return this.nextEnded;
	}

	void nextEnded(@Nullable LocalTask next) {
		this.nextEnded = next;
	}

	/** Notes that its listeners are too slow; returns whether that is new. */
	boolean beginsToLag() {
		boolean fresh = !this.lagging;
		this.lagging = true;
		return fresh;
	}

	@Nullable EventFlow flow() {
		TaskExtras present = this.extras;
		return (present != null) ? present.flow() : null;
	}

	/** Sets the flow; for the thread that delivers its events. */
	void flow(@Nullable EventFlow next) {
		if (next != flow()) {
			ownExtras().flow(next);
		}
	}

	/** Its messages and output, or {@code null} while there are none. */
	@Nullable TaskReports reports() {
		TaskExtras present = this.extras;
		return (present != null) ? present.reports() : null;
	}

	/** Its messages and output, made on first use. */
	TaskReports reports(Supplier<TaskReports> first) {
		return ownExtras().ownReports(first);
	}

	void clearReports() {
		TaskReports present = reports();
		if (present != null) {
			present.clear();
		}
	}

	/**
	 * The terminal record, once there is one. For the host alone, since it can be
	 * completed.
	 */
	CompletableFuture<BackgroundTaskRecord> ended() {
		CompletableFuture<BackgroundTaskRecord> future = ownExtras().ownEnded();
		completeIfSettled();
		return future;
	}

	/**
	 * Completes the waits for its end: the task has ended or its record was removed, and
	 * the counters know it.
	 */
	void settle() {
		this.settled = true;
		completeIfSettled();
	}

	private void completeIfSettled() {
		TaskExtras present = this.extras;
		CompletableFuture<BackgroundTaskRecord> future = (present != null) ? present.ended() : null;
		if (future != null && this.settled) {
			future.complete(record());
		}
	}

	/**
	 * Requests a delivery; on {@code true} the caller delivers until none is left.
	 */
	boolean beginDelivery() {
		return (int) DELIVERIES.getAndAdd(this, 1) == 0;
	}

	int requestedDeliveries() {
		return (int) DELIVERIES.getVolatile(this);
	}

	/** Ends a delivery, unless there were further requests. */
	boolean endDelivery(int served) {
		return (int) DELIVERIES.getAndAdd(this, -served) == served;
	}

}
