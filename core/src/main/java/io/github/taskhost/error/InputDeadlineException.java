package io.github.taskhost.error;

/**
 * Nobody answered the question by its deadline. The body may catch this and go on without
 * the answer.
 */
public class InputDeadlineException extends InputWithdrawnException {

	/**
	 * Creates the exception.
	 * @param key the question
	 * @param message which task, which question, and its deadline
	 */
	public InputDeadlineException(String key, String message) {
		super(key, message);
	}

}
