package io.github.taskhost.local.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.table.TableEntry;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A task of this process: its entry in the table, its kind, its work, and its optional
 * state.
 *
 * <p>
 * <b>Synchronisation.</b> {@code work} is written before the task is in the table, and
 * later only by the thread of its body or by the thread that ended the task before the
 * body began. {@code deliveries} counts requests for delivery: the thread that raises it
 * from zero delivers.
 */
public final class LocalTask extends TableEntry<LocalTask> {

	private static final VarHandle EXTRAS;

	private static final VarHandle DELIVERIES;

	private static final VarHandle MARKS;

	private static final byte LAGGING = 1;

	private static final byte CANCEL_PASSED_ON = 2;

	private static final byte FAILURE_PASSED_ON = 4;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			EXTRAS = lookup.findVarHandle(LocalTask.class, "extras", TaskExtras.class);
			DELIVERIES = lookup.findVarHandle(LocalTask.class, "deliveries", int.class);
			MARKS = lookup.findVarHandle(LocalTask.class, "marks", byte.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Kind kind;

	private volatile Work work;

	/** Optional state, allocated on first use. */
	private volatile @Nullable TaskExtras extras;

	/** The task that ended next; used by {@code EndedTasks}. */
	private volatile @Nullable LocalTask nextEnded;

	private volatile boolean settled;

	/** A warning about slow listeners was logged; fates were passed on. */
	@SuppressWarnings("unused") // through MARKS
	private volatile byte marks;

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

	/** Replaces the work: by the next attempt, or by none. */
	public void work(Work next) {
		this.work = next;
	}

	/** The attempt of its body, or {@code null} if there is none. */
	public Work.@Nullable Body body() {
		return (this.work instanceof Work.Body body) ? body : null;
	}

	/** The work that an executor drives, or {@code null}. */
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

	/**
	 * Notes that listeners are too slow for this task; returns whether this is the first
	 * time.
	 */
	public boolean beginsToLag() {
		return ((byte) MARKS.getAndBitwiseOr(this, LAGGING) & LAGGING) == 0;
	}

	/**
	 * Notes that a fate is passed on to its descendants, before they are looked up: a
	 * child that is inserted meanwhile is found, or sees the mark.
	 */
	public void passOn(CascadeTrigger fate) {
		byte mark = (fate == CascadeTrigger.FAILURE) ? FAILURE_PASSED_ON : CANCEL_PASSED_ON;
		byte unused = (byte) MARKS.getAndBitwiseOr(this, mark);
	}

	/** The fates that were passed on to its descendants. */
	public Set<CascadeTrigger> passedOn() {
		return switch (this.marks & (CANCEL_PASSED_ON | FAILURE_PASSED_ON)) {
			case 0 -> Set.of();
			case CANCEL_PASSED_ON -> Set.of(CascadeTrigger.CANCEL);
			case FAILURE_PASSED_ON -> Set.of(CascadeTrigger.FAILURE);
			default -> Set.of(CascadeTrigger.CANCEL, CascadeTrigger.FAILURE);
		};
	}

	/** Its state in the journal; {@code null} for a task in memory only. */
	public @Nullable Stored stored() {
		TaskExtras present = this.extras;
		return (present != null) ? present.stored() : null;
	}

	/**
	 * Replaces the record of a task that the table does not have, if it is the expected
	 * one; settles a task that has ended by it.
	 */
	public boolean replaceStored(BackgroundTaskRecord expected, BackgroundTaskRecord next,
			List<BackgroundTaskEvent> events, boolean remove) {
		boolean replaced = replaceDetached(expected, next, events, remove);
		if (replaced && next.state().isTerminal()) {
			settle();
		}
		return replaced;
	}

	/** Whether its record is the stored one, and not a placeholder for it. */
	public boolean isReadable() {
		Stored state = stored();
		return state == null || state.isReadable();
	}

	/** Makes it a task of the journal, before it is published. */
	public void stored(Stored state) {
		ownExtras().stored(state);
	}

	public @Nullable EventFlow flow() {
		TaskExtras present = this.extras;
		return (present != null) ? present.flow() : null;
	}

	/** Sets the flow; called by the delivering thread only. */
	public void flow(@Nullable EventFlow next) {
		if (next != flow()) {
			ownExtras().flow(next);
		}
	}

	/** Its measured durations, or {@code null} while there are none. */
	public @Nullable TaskTimes times() {
		TaskExtras present = this.extras;
		return (present != null) ? present.times() : null;
	}

	/** Whether it has ended, or its record was removed. */
	public boolean isOver() {
		return isRemoved() || !WorkRules.keepsReports(record());
	}

	/**
	 * Its measured durations, created on first use. They are not kept if the task is
	 * settled: {@link #settle} drops them, or this method does.
	 */
	public TaskTimes ownTimes() {
		TaskExtras own = ownExtras();
		TaskTimes times = own.ownTimes();
		if (this.settled) {
			own.dropTimes();
		}
		return times;
	}

	/** Its messages and output, or {@code null} while there are none. */
	public @Nullable TaskReports reports() {
		TaskExtras present = this.extras;
		return (present != null) ? present.reports() : null;
	}

	/** Its messages and output, created on first use. */
	public TaskReports reports(Supplier<TaskReports> first) {
		return ownExtras().ownReports(first);
	}

	/**
	 * A future of the last record: the terminal one, or the last one of a removed task.
	 * Used by the host only, since callers could complete it.
	 */
	public CompletableFuture<BackgroundTaskRecord> ended() {
		CompletableFuture<BackgroundTaskRecord> future = ownExtras().ownEnded();
		completeIfSettled();
		return future;
	}

	/**
	 * Completes the waits for the end, after the task has ended or its record was removed
	 * and the counters are up to date.
	 */
	public void settle() {
		this.settled = true;
		TaskExtras present = this.extras;
		if (present != null) {
			present.dropTimes();
		}
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
	 * Requests a delivery; if {@code true}, the caller must deliver until
	 * {@link #endDelivery} returns {@code true}.
	 */
	public boolean beginDelivery() {
		return (int) DELIVERIES.getAndAdd(this, 1) == 0;
	}

	public int requestedDeliveries() {
		return (int) DELIVERIES.getVolatile(this);
	}

	/** Ends a delivery, unless further requests were made; returns whether it ended. */
	public boolean endDelivery(int served) {
		return (int) DELIVERIES.getAndAdd(this, -served) == served;
	}

}
