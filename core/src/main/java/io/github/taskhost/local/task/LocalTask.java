package io.github.taskhost.local.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.commit.EndedTasks;
import io.github.taskhost.local.kind.Kind;
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
public final class LocalTask extends TableEntry<LocalTask> {

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

	public LocalTask(BackgroundTaskRecord record, List<BackgroundTaskEvent> events, Kind kind, Work work) {
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

	public Kind kind() {
		return this.kind;
	}

	public Work work() {
		return this.work;
	}

	/** Gives it other work: the next attempt, or none. */
	public void work(Work next) {
		this.work = next;
	}

	/** The attempt of its body, or {@code null} when it has none. */
	public Work.@Nullable Body body() {
		return (this.work instanceof Work.Body body) ? body : null;
	}

	/** Its work if an executor drives it, or {@code null}. */
	public Work.@Nullable Driven driven() {
		return (this.work instanceof Work.Driven driven) ? driven : null;
	}

	/** Whether the current thread runs its body. */
	public boolean runsHere() {
		return this.work instanceof Work.Body body && body.runsOn(Thread.currentThread());
	}

	/** The optional state, or {@code null} while there is none. */
	public @Nullable TaskExtras extras() {
		return this.extras;
	}

	/** The optional state, allocated on first use. */
	public TaskExtras ownExtras() {
		TaskExtras present = this.extras;
		if (present == null) {
			TaskExtras fresh = new TaskExtras();
			present = EXTRAS.compareAndSet(this, null, fresh) ? fresh : this.extras;
		}
		return Objects.requireNonNull(present);
	}

	public @Nullable LocalTask nextEnded() {
		return this.nextEnded;
	}

	public void nextEnded(@Nullable LocalTask next) {
		this.nextEnded = next;
	}

	/** Notes that its listeners are too slow; returns whether that is new. */
	public boolean beginsToLag() {
		boolean fresh = !this.lagging;
		this.lagging = true;
		return fresh;
	}

	public @Nullable EventFlow flow() {
		TaskExtras present = this.extras;
		return (present != null) ? present.flow() : null;
	}

	/** Sets the flow; for the thread that delivers its events. */
	public void flow(@Nullable EventFlow next) {
		if (next != flow()) {
			ownExtras().flow(next);
		}
	}

	/** Its messages and output, or {@code null} while there are none. */
	public @Nullable TaskReports reports() {
		TaskExtras present = this.extras;
		return (present != null) ? present.reports() : null;
	}

	/** Its messages and output, made on first use. */
	public TaskReports reports(Supplier<TaskReports> first) {
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
	public CompletableFuture<BackgroundTaskRecord> ended() {
		CompletableFuture<BackgroundTaskRecord> future = ownExtras().ownEnded();
		completeIfSettled();
		return future;
	}

	/**
	 * Completes the waits for its end: the task has ended or its record was removed, and
	 * the counters know it.
	 */
	public void settle() {
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
	public boolean beginDelivery() {
		return (int) DELIVERIES.getAndAdd(this, 1) == 0;
	}

	public int requestedDeliveries() {
		return (int) DELIVERIES.getVolatile(this);
	}

	/** Ends a delivery, unless there were further requests. */
	public boolean endDelivery(int served) {
		return (int) DELIVERIES.getAndAdd(this, -served) == served;
	}

}
