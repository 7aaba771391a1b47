package io.github.taskhost.error;

/**
 * Thrown when a report names an attempt that is not the current one of its task: the
 * number of the attempt is a fencing token (rule R14 of {@code docs/design.md}). Nothing
 * was changed.
 */
public class StaleAttemptException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 */
	public StaleAttemptException(String message) {
		super(message);
	}

}
