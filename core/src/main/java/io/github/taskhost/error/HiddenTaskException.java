package io.github.taskhost.error;

/**
 * Hidden work of a session failed. The cause is the first failure; the others are
 * suppressed in it, up to the limit for retained failures.
 */
public class HiddenTaskException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message which session and how many failures
	 * @param first the first failure
	 */
	public HiddenTaskException(String message, Throwable first) {
		super(message, first);
	}

}
