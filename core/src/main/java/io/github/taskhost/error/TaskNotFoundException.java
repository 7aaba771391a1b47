package io.github.taskhost.error;

/**
 * Thrown when the host has no such task: it never existed, or its record was removed.
 */
public class TaskNotFoundException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 */
	public TaskNotFoundException(String message) {
		super(message);
	}

}
