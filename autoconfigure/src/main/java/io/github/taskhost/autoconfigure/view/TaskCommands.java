package io.github.taskhost.autoconfigure.view;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Actions of operators on tasks. The task is the one with the uid of a record: another
 * task that has its id by now is not touched. Thread-safe.
 */
public final class TaskCommands {

	private final BackgroundTaskHost host;

	/**
	 * Creates the commands.
	 * @param host the host of the tasks
	 */
	public TaskCommands(BackgroundTaskHost host) {
		this.host = host;
	}

	/**
	 * Acts on the task of a record.
	 * @param task the record
	 * @param action the action
	 * @return the result
	 * @throws TaskNotFoundException if the task was removed
	 */
	public TaskChange act(BackgroundTaskRecord task, TaskAction action) {
		return action.on(handle(task));
	}

	/**
	 * Returns a handle of the task of a record, in whichever session it is by now.
	 * @param task the record
	 * @return the handle
	 * @throws TaskNotFoundException if the task was removed
	 */
	public BackgroundTaskHandle<?> handle(BackgroundTaskRecord task) {
		BackgroundTaskRecord current = this.host.find(task.uid()).orElseThrow(() -> removed(task));
		BackgroundTaskHandle<?> handle = this.host.task(current.sessionId(), current.id());
		if (!handle.uid().equals(task.uid())) {
			throw removed(task);
		}
		return handle;
	}

	private static TaskNotFoundException removed(BackgroundTaskRecord task) {
		return new TaskNotFoundException("Task '" + task.id() + "' of session '" + task.sessionId() + "' (uid "
				+ task.uid() + ") was removed. List the tasks that exist.");
	}

}
