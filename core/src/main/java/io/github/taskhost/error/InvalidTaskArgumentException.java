package io.github.taskhost.error;

/**
 * A value given to the host is not valid; nothing was changed.
 */
public class InvalidTaskArgumentException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message what was asked, what stood in the way, and what to do
	 */
	public InvalidTaskArgumentException(String message) {
		super(message);
	}

}
