package io.github.taskhost.error;

/**
 * Whoever answers a question does not have the authority that it names; the question
 * stays.
 */
public class AnswerNotPermittedException extends BackgroundTaskException {

	/**
	 * Creates the exception.
	 * @param message which question, who answered, and what was missing
	 */
	public AnswerNotPermittedException(String message) {
		super(message);
	}

}
