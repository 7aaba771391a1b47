package io.github.taskhost.jdbc.error;

import java.util.UUID;

import io.github.taskhost.error.BackgroundTaskException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Signals that the stored text of a task cannot be read, for example because a newer
 * version of the application wrote it. The row stays as it is, and other tasks are not
 * affected.
 */
public class UnreadableTaskException extends BackgroundTaskException {

	private static final long serialVersionUID = 1;

	/** The task. */
	private final UUID uid;

	/**
	 * Creates the exception.
	 * @param uid the uid of the task
	 * @param cause the error of the reader
	 */
	public UnreadableTaskException(UUID uid, Throwable cause) {
		super("The stored task " + uid + " cannot be read: " + reason(cause), cause);
		this.uid = uid;
	}

	private static @Nullable String reason(Throwable cause) {
		return (cause instanceof JacksonException json) ? json.getOriginalMessage() : cause.getMessage();
	}

	/**
	 * Returns the task.
	 * @return its uid
	 */
	public UUID uid() {
		return this.uid;
	}

}
