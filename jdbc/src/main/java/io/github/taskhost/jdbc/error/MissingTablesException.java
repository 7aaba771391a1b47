package io.github.taskhost.jdbc.error;

import io.github.taskhost.error.BackgroundTaskException;
import org.jspecify.annotations.Nullable;

/**
 * Signals that the database lacks the tables of this version.
 */
public class MissingTablesException extends BackgroundTaskException {

	private static final long serialVersionUID = 1;

	/**
	 * Creates the exception.
	 * @param message the obstacle and the remedy
	 * @param cause the error of the database, or {@code null}
	 */
	public MissingTablesException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
