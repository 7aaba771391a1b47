package io.github.taskhost.error;

import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that the host throws. The message says which task, what was
 * asked, what stood in the way, and what to do; it is one line of at most 2,000
 * characters, whatever was asked with.
 */
public class BackgroundTaskException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param message what was asked, what stood in the way, and what to do
	 */
	public BackgroundTaskException(String message) {
		this(message, null);
	}

	/**
	 * Creates the exception.
	 * @param message what was asked, what stood in the way, and what to do
	 * @param cause what caused it, or {@code null}
	 */
	public BackgroundTaskException(String message, @Nullable Throwable cause) {
		super(Texts.clean(message, Texts.MESSAGE), cause);
	}

}
