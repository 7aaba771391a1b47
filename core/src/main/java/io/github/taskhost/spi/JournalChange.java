package io.github.taskhost.spi;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A change of one task, as a journal stores it. Immutable.
 */
public sealed interface JournalChange {

	/**
	 * The task.
	 * @return its uid
	 */
	default UUID uid() {
		return record().uid();
	}

	/**
	 * The record after the change; the last record of a removed task.
	 * @return the record
	 */
	BackgroundTaskRecord record();

	/**
	 * The revision of the task after the change, from 1.
	 * @return the revision; 0 for a value that is kept, and for a notice
	 */
	long revision();

	/**
	 * The events of the change, in order.
	 * @return the events
	 */
	List<BackgroundTaskEvent> events();

	/**
	 * Whether the task holds its idempotency key after the change, so that no other task
	 * of its session can take it.
	 * @return {@code false} for a task without a key, and for one that has left it
	 */
	boolean holdsKey();

	/**
	 * The notice for the host that has the task.
	 * @return the notice, or {@code null} if it is this host
	 */
	default @Nullable TaskNotice notice() {
		return null;
	}

	/**
	 * The acceptance of a new task.
	 *
	 * @param record the first record
	 * @param holdsKey whether the task holds an idempotency key
	 * @param events the events, in order
	 * @param left whether the task is stored without a worker, so that any host takes it
	 */
	record Accepted(BackgroundTaskRecord record, boolean holdsKey, List<BackgroundTaskEvent> events,
			boolean left) implements JournalChange {

		/** Copies the list. */
		public Accepted {
			events = List.copyOf(events);
		}

		/**
		 * Creates the acceptance of a task that this host keeps.
		 * @param record the first record
		 * @param holdsKey whether the task holds an idempotency key
		 * @param events the events, in order
		 */
		public Accepted(BackgroundTaskRecord record, boolean holdsKey, List<BackgroundTaskEvent> events) {
			this(record, holdsKey, events, false);
		}

		@Override
		public long revision() {
			return 1;
		}

	}

	/**
	 * A change of an accepted task. It may move the task to another session, and it may
	 * end the task.
	 *
	 * @param before the record before
	 * @param record the record after
	 * @param revision the revision after the change
	 * @param holdsKey whether the task holds an idempotency key after the change
	 * @param events the events, in order
	 * @param additions the values that are stored with the change
	 * @param notice the notice for the host that has the task, or {@code null} if it is
	 * this one
	 */
	record Changed(BackgroundTaskRecord before, BackgroundTaskRecord record, long revision, boolean holdsKey,
			List<BackgroundTaskEvent> events, Additions additions,
			@Nullable TaskNotice notice) implements JournalChange {

		/** Copies the list. */
		public Changed {
			events = List.copyOf(events);
		}

		/**
		 * Creates a change by the host that has the task.
		 * @param before the record before
		 * @param record the record after
		 * @param revision the revision after the change
		 * @param holdsKey whether the task holds an idempotency key after the change
		 * @param events the events, in order
		 * @param additions the values that are stored with the change
		 */
		public Changed(BackgroundTaskRecord before, BackgroundTaskRecord record, long revision, boolean holdsKey,
				List<BackgroundTaskEvent> events, Additions additions) {
			this(before, record, revision, holdsKey, events, additions, null);
		}

	}

	/**
	 * The removal of a task with all that is stored of it.
	 *
	 * @param record the last record
	 * @param revision the revision after the change
	 * @param events the events, in order
	 * @param notice the notice for the host that has the task, or {@code null} if it is
	 * this one
	 */
	record Removed(BackgroundTaskRecord record, long revision, List<BackgroundTaskEvent> events,
			@Nullable TaskNotice notice) implements JournalChange {

		/** Copies the list. */
		public Removed {
			events = List.copyOf(events);
		}

		/**
		 * Creates a removal by the host that has the task.
		 * @param record the last record
		 * @param revision the revision after the change
		 * @param events the events, in order
		 */
		public Removed(BackgroundTaskRecord record, long revision, List<BackgroundTaskEvent> events) {
			this(record, revision, events, null);
		}

		@Override
		public boolean holdsKey() {
			return false;
		}

	}

	/**
	 * A value that the present attempt of a task keeps for later attempts. It is no
	 * change of the task and has no revision; it is a conflict if the task has ended, or
	 * is at another attempt or worker.
	 *
	 * @param record the present record
	 * @param value the value
	 */
	record Kept(BackgroundTaskRecord record, KeptValue value) implements JournalChange {

		@Override
		public long revision() {
			return 0;
		}

		@Override
		public List<BackgroundTaskEvent> events() {
			return List.of();
		}

		@Override
		public boolean holdsKey() {
			return false;
		}

	}

	/**
	 * A notice for the host that has a task, or an answer for the host that has asked. It
	 * is no change of the task and has no revision. It is a conflict if there is no such
	 * host, or if it is this one.
	 *
	 * @param record the record as this host knows it
	 * @param notice the notice
	 */
	record Noticed(BackgroundTaskRecord record, TaskNotice notice) implements JournalChange {

		@Override
		public long revision() {
			return 0;
		}

		@Override
		public List<BackgroundTaskEvent> events() {
			return List.of();
		}

		@Override
		public boolean holdsKey() {
			return false;
		}

	}

	/**
	 * Values that are stored with a change.
	 *
	 * @param message the message that was sent to the task or by it, or {@code null}
	 * @param kept the answer that the task keeps for its later attempts, or {@code null}
	 * @param wake the wake of the session of the task, or {@code null}
	 */
	record Additions(@Nullable TaskMessage message, KeptValue.@Nullable KeptAnswer kept, @Nullable SessionWake wake) {

		/** No values. */
		public static final Additions NONE = new Additions(null, null, null);

	}

}
