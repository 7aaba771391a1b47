package io.github.taskhost.error;

/**
 * Thrown inside a body after its task was asked to cancel or has ended. A body that lets
 * it through after a cancel request ends its task {@code CANCELLED}.
 */
public class TaskCancelledException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 */
	public TaskCancelledException(String message) {
		super(message);
	}

}
