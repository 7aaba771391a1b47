package io.github.taskhost.local.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.lifecycle.EventRules;
import io.github.taskhost.local.time.UidSequence;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The entry of one task in the table: its current record, and the committed events that
 * were not yet taken. The host extends it with the work of the task.
 *
 * <p>
 * <b>Synchronisation.</b> {@code state} is changed by compare-and-set only, so a change
 * and the queueing of its events are one atomic step. It is the record alone, or a
 * {@link Cell} if there are events or marks, too. A commit of several changes first holds
 * each entry: no other change replaces the record until the hold is released.
 * {@code previous}, {@code next} and {@code list} are written under the lock of the
 * session's list, {@code moved} in the turn of a move.
 */
public abstract non-sealed class TableEntry<E extends TableEntry<E>> implements Places<E> {

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(TableEntry.class, "state", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@SuppressWarnings("unused") // through STATE
	private volatile Object state;

	@Nullable E previous;

	@Nullable E next;

	/** The list of the entry; written under the lock of that list. */
	volatile @Nullable SessionTasks<E> list;

	/**
	 * The chunk of the log that has its place; set when the entry is added to the log.
	 */
	TaskLog.@Nullable Chunk<E> chunk;

	/** Whether the task was ever moved; written in the turn of a move. */
	volatile boolean moved;

	/**
	 * Whether the uid does not contain the place; written before the entry is published.
	 */
	private boolean adopted;

	/**
	 * Creates the entry of a new task.
	 * @param record the first record
	 * @param events the first events
	 */
	protected TableEntry(BackgroundTaskRecord record, List<BackgroundTaskEvent> events) {
		this.state = events.isEmpty() ? record : new Cell(record, new Batch(events, null), false, false);
	}

	/**
	 * This entry by its concrete type.
	 * @return {@code this}
	 */
	protected abstract E self();

	/**
	 * Stores the place of an adopted entry.
	 * @param place the place
	 */
	protected abstract void adoptedPlace(long place);

	/**
	 * The stored place.
	 * @return the place
	 */
	protected abstract long adoptedPlace();

	/** The place in the order of registration, which the uid of a new task contains. */
	final long place() {
		return this.adopted ? adoptedPlace() : UidSequence.placeOf(uid());
	}

	final boolean isAdopted() {
		return this.adopted;
	}

	final void adoptAt(long place) {
		adoptedPlace(place);
		this.adopted = true;
	}

	/**
	 * The current record, or the last one after the removal.
	 * @return the record
	 */
	public final BackgroundTaskRecord record() {
		return recordOf(this.state);
	}

	/**
	 * The incarnation of the task.
	 * @return the uid
	 */
	public final UUID uid() {
		return record().uid();
	}

	/**
	 * Whether the record was removed from the table.
	 * @return {@code true} if so; never {@code false} again
	 */
	public final boolean isRemoved() {
		return this.state instanceof Cell cell && cell.removed;
	}

	/** Whether the task is in the list of a session; a task that moves stays listed. */
	final boolean isListed() {
		return this.list != null;
	}

	/**
	 * The number of commits with events that were not taken yet. Coalesced commits count
	 * once.
	 * @return the number
	 */
	public final int undelivered() {
		return (this.state instanceof Cell cell && cell.events != null) ? cell.events.size : 0;
	}

	/**
	 * Takes the committed events that were not yet taken, in the order of commits. Called
	 * by one thread at a time, since the order across calls is lost otherwise.
	 * @return the events, each exactly once
	 */
	public final List<BackgroundTaskEvent> takeEvents() {
		while (true) {
			Object now = this.state;
			if (!(now instanceof Cell cell) || cell.events == null) {
				return List.of();
			}
			if (STATE.compareAndSet(this, now, stateOf(cell.record, null, cell.removed, cell.held))) {
				return cell.events.inOrder();
			}
		}
	}

	/**
	 * Drops the events of the oldest queued commit whose events may all be dropped.
	 * @return the number of dropped events; 0 if no such commit is queued
	 */
	public final int dropOldestEvents() {
		while (this.state instanceof Cell cell && cell.events != null) {
			Batch oldest = cell.events.oldestDroppable();
			if (oldest == null) {
				return 0;
			}
			Object then = stateOf(cell.record, cell.events.without(oldest), cell.removed, cell.held);
			if (STATE.compareAndSet(this, cell, then)) {
				return oldest.events.size();
			}
		}
		return 0;
	}

	/**
	 * Replaces the record if it is the expected one.
	 * @return whether it was replaced
	 */
	final boolean replace(BackgroundTaskRecord expected, BackgroundTaskRecord next, List<BackgroundTaskEvent> events,
			boolean remove) {
		while (true) {
			Object now = this.state;
			Cell cell = (now instanceof Cell some) ? some : null;
			if (recordOf(now) != expected || cell != null && (cell.removed || cell.held)) {
				return false;
			}
			Object then = stateOf(next, Batch.append(events, (cell != null) ? cell.events : null), remove, false);
			if (STATE.compareAndSet(this, now, then)) {
				return true;
			}
		}
	}

	/**
	 * Replaces the record of an entry that the table does not have, if it is the expected
	 * one.
	 * @param expected the record on which the next one is based
	 * @param next the next record
	 * @param events the events, in order
	 * @param remove whether the record was removed
	 * @return whether it was replaced
	 */
	public final boolean replaceDetached(BackgroundTaskRecord expected, BackgroundTaskRecord next,
			List<BackgroundTaskEvent> events, boolean remove) {
		return replace(expected, next, events, remove);
	}

	/**
	 * Keeps other changes from replacing the expected record; returns whether the hold
	 * was taken.
	 */
	final boolean hold(BackgroundTaskRecord expected) {
		while (true) {
			Object now = this.state;
			Cell cell = (now instanceof Cell some) ? some : null;
			if (recordOf(now) != expected || cell != null && (cell.removed || cell.held)) {
				return false;
			}
			if (STATE.compareAndSet(this, now, stateOf(expected, (cell != null) ? cell.events : null, false, true))) {
				return true;
			}
		}
	}

	final boolean isHeld() {
		return this.state instanceof Cell cell && cell.held;
	}

	/** Ends the hold, with the next record or the held one. */
	final void release(BackgroundTaskRecord next, List<BackgroundTaskEvent> events) {
		while (true) {
			Cell held = (Cell) this.state;
			Object then = stateOf(next, Batch.append(events, held.events), false, false);
			if (STATE.compareAndSet(this, held, then)) {
				return;
			}
		}
	}

	/** Ends the hold of an entry whose insert failed, as if the record was removed. */
	final void discard() {
		this.state = new Cell(record(), null, true, false);
	}

	private static BackgroundTaskRecord recordOf(Object state) {
		return (state instanceof BackgroundTaskRecord record) ? record : ((Cell) state).record;
	}

	private static Object stateOf(BackgroundTaskRecord record, @Nullable Batch events, boolean removed, boolean held) {
		return (events == null && !removed && !held) ? record : new Cell(record, events, removed, held);
	}

	/** The record with its queued events and marks. */
	private record Cell(BackgroundTaskRecord record, @Nullable Batch events, boolean removed, boolean held) {
	}

	/** The events of a commit, linked to the events of earlier commits. */
	private static final class Batch {

		private final List<BackgroundTaskEvent> events;

		private final @Nullable Batch before;

		private final int size;

		Batch(List<BackgroundTaskEvent> events, @Nullable Batch before) {
			this.events = events;
			this.before = before;
			this.size = (before != null) ? before.size + 1 : 1;
		}

		/**
		 * Appends events. A progress event replaces a progress event that was not yet
		 * taken, and an update an update.
		 */
		static @Nullable Batch append(List<BackgroundTaskEvent> events, @Nullable Batch before) {
			if (events.isEmpty()) {
				return before;
			}
			if (before != null && isCoalesced(events) && isCoalesced(before.events)
					&& events.get(0).getClass() == before.events.get(0).getClass()) {
				return new Batch(events, before.before);
			}
			return new Batch(events, before);
		}

		private static boolean isCoalesced(List<BackgroundTaskEvent> events) {
			return events.size() == 1 && EventRules.isCoalesced(events.get(0));
		}

		@Nullable Batch oldestDroppable() {
			Batch oldest = null;
			for (Batch batch = this; batch != null; batch = batch.before) {
				if (batch.events.stream().allMatch(EventRules::isDroppable)) {
					oldest = batch;
				}
			}
			return oldest;
		}

		/** These batches without one of them. */
		@Nullable Batch without(Batch dropped) {
			Deque<Batch> newer = new ArrayDeque<>();
			for (Batch batch = this; batch != null && batch != dropped; batch = batch.before) {
				newer.push(batch);
			}
			Batch rest = dropped.before;
			for (Batch batch : newer) {
				rest = new Batch(batch.events, rest);
			}
			return rest;
		}

		List<BackgroundTaskEvent> inOrder() {
			if (this.before == null) {
				return this.events;
			}
			Deque<List<BackgroundTaskEvent>> batches = new ArrayDeque<>(this.size);
			for (Batch batch = this; batch != null; batch = batch.before) {
				batches.push(batch.events);
			}
			return batches.stream().flatMap(List::stream).toList();
		}

	}

}
