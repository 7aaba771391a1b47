package io.github.taskhost.local.host;

import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * The work of a task that is being inserted.
 */
interface NewWork {

	/**
	 * The first state of the task. Takes the slot of a start that happens now.
	 * @param startsAtOnce whether the start does not wait for a transaction
	 * @param isDue whether it has no delay
	 */
	BackgroundTaskState state(boolean startsAtOnce, boolean isDue);

	/** Whether the task is stored for other hosts, and does not start here. */
	default boolean isLeft() {
		return false;
	}

	/** Creates the work of the task, before its insert. */
	Work of(LocalTask task);

	/** Starts the work, after the admission. */
	void begin();

	/** Has a later sweep end a task whose work an error kept from its beginning. */
	void brokenOff();

	/** Gives back the slot of a task that was not inserted. */
	void refused();

}
