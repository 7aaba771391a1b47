package io.github.taskhost.error;

import io.github.taskhost.task.BackgroundTaskState;

/**
 * Thrown inside a body whose task was asked to cancel. Let it leave the body: the task
 * then ends {@link BackgroundTaskState#CANCELLED}.
 */
public class TaskCancelledException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message what was asked, what stood in the way, and what to do
	 */
	public TaskCancelledException(String message) {
		super(message);
	}

}
