package io.github.taskhost.error;

/**
 * A live task with the same id, or a task with the same idempotency key, stands in the
 * way; nothing was changed.
 */
public class TaskConflictException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message what was asked, what stood in the way, and what to do
	 */
	public TaskConflictException(String message) {
		super(message);
	}

}
