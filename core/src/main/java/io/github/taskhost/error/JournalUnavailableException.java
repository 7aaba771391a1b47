package io.github.taskhost.error;

import org.jspecify.annotations.Nullable;

/**
 * Signals that the durable store of a host could not be reached in time, so nothing was
 * accepted or changed. The call may be repeated.
 */
public class JournalUnavailableException extends BackgroundTaskException {

	private static final long serialVersionUID = 1;

	/**
	 * Creates the exception.
	 * @param message the obstacle and the remedy
	 * @param cause the error of the store, or {@code null}
	 */
	public JournalUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
