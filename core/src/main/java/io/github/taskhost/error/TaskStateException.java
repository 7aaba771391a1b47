package io.github.taskhost.error;

/**
 * Thrown when the current state of a task does not permit the request. Nothing was
 * changed.
 */
public class TaskStateException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 */
	public TaskStateException(String message) {
		super(message);
	}

}
