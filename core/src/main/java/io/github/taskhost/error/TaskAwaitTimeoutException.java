package io.github.taskhost.error;

/**
 * The task, or the hidden work, had not ended when the time to wait was over. It goes on.
 */
public class TaskAwaitTimeoutException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message what was asked, what stood in the way, and what to do
	 */
	public TaskAwaitTimeoutException(String message) {
		super(message);
	}

}
