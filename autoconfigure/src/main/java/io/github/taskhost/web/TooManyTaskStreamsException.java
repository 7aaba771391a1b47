package io.github.taskhost.web;

import io.github.taskhost.error.BackgroundTaskException;

/**
 * Thrown when a session or a caller has reached its limit of open streams. Answered with
 * status 429.
 */
public class TooManyTaskStreamsException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the limit, and the remedy
	 */
	public TooManyTaskStreamsException(String message) {
		super(message);
	}

}
