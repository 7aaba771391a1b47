package io.github.taskhost.error;

/**
 * Thrown when a wait for a task, for hidden work or for an idle host reaches its timeout.
 * The work goes on.
 */
public class TaskAwaitTimeoutException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 */
	public TaskAwaitTimeoutException(String message) {
		super(message);
	}

}
