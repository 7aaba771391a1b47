package io.github.taskhost.error;

/**
 * Thrown when an argument or option is not valid. Nothing was changed.
 */
public class InvalidTaskArgumentException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the invalid value, the rule that it breaks and the remedy
	 */
	public InvalidTaskArgumentException(String message) {
		super(message);
	}

}
