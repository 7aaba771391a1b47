package io.github.taskhost.local.table;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * A change of what a store keeps, and the events that tell of it.
 */
public sealed interface TableChange<E extends TableEntry<E>> {

	/**
	 * The task that changes.
	 * @return its entry
	 */
	E entry();

	/**
	 * Inserts a task.
	 *
	 * @param entry its entry, with the first record
	 * @param adopted whether its uid is not a new one of this table: the record comes
	 * from elsewhere, or was in the table before
	 */
	record Insert<E extends TableEntry<E>>(E entry, boolean adopted) implements TableChange<E> {

		/** Inserts a new task of this table. */
		public Insert(E entry) {
			this(entry, false);
		}

	}

	/**
	 * The record is replaced, if it is still the expected one. It may move the task to
	 * another session.
	 *
	 * @param entry the entry
	 * @param expected the record that the next one was made of
	 * @param next the next record
	 * @param events what happened, in order
	 */
	record Replace<E extends TableEntry<E>>(E entry, BackgroundTaskRecord expected, BackgroundTaskRecord next,
			List<BackgroundTaskEvent> events) implements TableChange<E> {
	}

	/**
	 * The record is removed, if it is still the expected one.
	 *
	 * @param entry the entry
	 * @param expected the record that the last one was made of
	 * @param last the last record, for whoever still holds the entry
	 * @param events what happened, in order
	 */
	record Remove<E extends TableEntry<E>>(E entry, BackgroundTaskRecord expected, BackgroundTaskRecord last,
			List<BackgroundTaskEvent> events) implements TableChange<E> {
	}

}
