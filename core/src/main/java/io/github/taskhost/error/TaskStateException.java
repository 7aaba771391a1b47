package io.github.taskhost.error;

/**
 * The task cannot do what was asked in the state it is in; nothing was changed.
 */
public class TaskStateException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message what was asked, what stood in the way, and what to do
	 */
	public TaskStateException(String message) {
		super(message);
	}

}
