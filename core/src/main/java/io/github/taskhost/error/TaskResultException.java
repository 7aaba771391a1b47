package io.github.taskhost.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a task has no result that can be read: it failed, was cancelled, has not
 * ended, or its result does not fit the type. The message tells the failure of the body,
 * which may contain values of the application: it is for logs, not for clients.
 */
public class TaskResultException extends TaskStateException {

	/**
	 * Creates the exception.
	 * @param message the task and the reason
	 * @param cause the throwable of the body, or another cause, or {@code null}
	 */
	public TaskResultException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
