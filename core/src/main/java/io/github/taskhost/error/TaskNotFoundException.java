package io.github.taskhost.error;

/**
 * The host has no such task: it never existed, or its record was removed.
 */
public class TaskNotFoundException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message what was asked, what stood in the way, and what to do
	 */
	public TaskNotFoundException(String message) {
		super(message);
	}

}
