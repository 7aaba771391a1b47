package io.github.taskhost.jdbc.error;

import io.github.taskhost.error.BackgroundTaskException;
import org.jspecify.annotations.Nullable;

/**
 * Signals a database that cannot store tasks: another product, or a version that is too
 * old.
 */
public class UnsupportedDatabaseException extends BackgroundTaskException {

	private static final long serialVersionUID = 1;

	/**
	 * Creates the exception.
	 * @param message the database and the remedy
	 * @param cause the same error on another thread, or {@code null}
	 */
	public UnsupportedDatabaseException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
