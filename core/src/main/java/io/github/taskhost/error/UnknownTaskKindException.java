package io.github.taskhost.error;

/**
 * Thrown when a host has neither an executor nor a handler for the kind of a submitted
 * task. Nothing was changed.
 */
public class UnknownTaskKindException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the kind, and the kinds that are defined
	 */
	public UnknownTaskKindException(String message) {
		super(message);
	}

}
