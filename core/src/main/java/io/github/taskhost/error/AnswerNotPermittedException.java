package io.github.taskhost.error;

/**
 * Thrown when the caller lacks the authority that a question requires for its answer. The
 * question stays open.
 */
public class AnswerNotPermittedException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message the question, the caller and the missing authority
	 */
	public AnswerNotPermittedException(String message) {
		super(message);
	}

}
