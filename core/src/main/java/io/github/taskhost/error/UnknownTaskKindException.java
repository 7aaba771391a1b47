package io.github.taskhost.error;

/**
 * The host knows neither an executor nor a handler for the kind; nothing was changed.
 */
public class UnknownTaskKindException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message which kind, and which ones there are
	 */
	public UnknownTaskKindException(String message) {
		super(message);
	}

}
