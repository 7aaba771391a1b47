package io.github.taskhost.error;

/**
 * Thrown when a live task of the session already has the id, or another task of the
 * session holds the idempotency key (rules R22 and R23 of {@code docs/design.md}).
 * Nothing was changed.
 */
public class TaskConflictException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 */
	public TaskConflictException(String message) {
		super(message);
	}

}
