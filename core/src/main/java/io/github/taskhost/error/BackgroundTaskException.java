package io.github.taskhost.error;

import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the exceptions that a host throws. All are unchecked.
 *
 * <p>
 * The message names the task, the request, the obstacle and the remedy. It is cleaned of
 * control characters and kept up to 2,000 characters, on one line.
 */
public class BackgroundTaskException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 */
	public BackgroundTaskException(String message) {
		this(message, null);
	}

	/**
	 * Creates the exception.
	 * @param message the request, the obstacle and the remedy
	 * @param cause the cause, or {@code null}
	 */
	public BackgroundTaskException(String message, @Nullable Throwable cause) {
		super(Texts.clean(message, Texts.MESSAGE), cause);
	}

}
