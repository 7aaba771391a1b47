package io.github.taskhost.error;

/**
 * A report names an attempt that the task has moved on from; nothing was changed.
 */
public class StaleAttemptException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message what was asked, what stood in the way, and what to do
	 */
	public StaleAttemptException(String message) {
		super(message);
	}

}
