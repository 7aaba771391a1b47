package io.github.taskhost.local.table;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * A change of the table, with the events to queue.
 */
public sealed interface TableChange<E extends TableEntry<E>> {

	/**
	 * The entry of the changed task.
	 * @return the entry
	 */
	E entry();

	/**
	 * Inserts a task.
	 *
	 * @param entry the entry, with the first record
	 * @param adopted whether the uid was not created for this insert: the record comes
	 * from elsewhere, or was in the table before
	 */
	record Insert<E extends TableEntry<E>>(E entry, boolean adopted) implements TableChange<E> {

		/** Creates the insert of a new task. */
		public Insert(E entry) {
			this(entry, false);
		}

	}

	/**
	 * Replaces the record, if it is still the expected one. The next record may be in
	 * another session.
	 *
	 * @param entry the entry
	 * @param expected the record on which the next one is based
	 * @param next the next record
	 * @param events the events, in order
	 */
	record Replace<E extends TableEntry<E>>(E entry, BackgroundTaskRecord expected, BackgroundTaskRecord next,
			List<BackgroundTaskEvent> events) implements TableChange<E> {
	}

	/**
	 * Removes the record, if it is still the expected one.
	 *
	 * @param entry the entry
	 * @param expected the record on which the last one is based
	 * @param last the last record, for holders of the entry
	 * @param events the events, in order
	 */
	record Remove<E extends TableEntry<E>>(E entry, BackgroundTaskRecord expected, BackgroundTaskRecord last,
			List<BackgroundTaskEvent> events) implements TableChange<E> {
	}

}
