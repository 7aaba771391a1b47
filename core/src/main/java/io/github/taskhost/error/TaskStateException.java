package io.github.taskhost.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the current state of a task does not permit the request. Nothing was
 * changed.
 */
public class TaskStateException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 */
	public TaskStateException(String message) {
		super(message);
	}

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 * @param cause the cause, or {@code null}
	 */
	public TaskStateException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
