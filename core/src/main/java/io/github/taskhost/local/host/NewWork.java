package io.github.taskhost.local.host;

import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * The work of a task on its way into the table.
 */
interface NewWork {

	/** The first state of the task; takes the slot that a start now needs. */
	BackgroundTaskState state(boolean startsNow);

	/** Makes the work of the task, which is not in the table yet. */
	Work of(LocalTask task);

	/** Whether this is the work of the task, and not of an earlier holder of its key. */
	boolean isOf(LocalTask task);

	/** Starts the work: the task is in the table and counted. */
	void begin();

	/** Gives back what was taken: the task did not get into the table. */
	void refused();

}
