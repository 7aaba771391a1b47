package io.github.taskhost.error;

/**
 * Thrown to every caller of {@code awaitHidden} when hidden work of the session failed.
 * The cause is the first failure; the others are suppressed in it, up to
 * {@code taskhost.limits.hidden-failures}.
 */
public class HiddenTaskException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the session and the number of failures
	 * @param first the first failure
	 */
	public HiddenTaskException(String message, Throwable first) {
		super(message, first);
	}

}
