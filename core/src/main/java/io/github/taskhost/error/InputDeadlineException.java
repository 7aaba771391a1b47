package io.github.taskhost.error;

/**
 * Thrown inside a body when its question was not answered by the deadline. The body may
 * catch the exception and go on without an answer.
 */
public class InputDeadlineException extends InputWithdrawnException {

	/**
	 * Creates the exception.
	 * @param key the key of the question
	 * @param message the task, the question and its deadline
	 */
	public InputDeadlineException(String key, String message) {
		super(key, message);
	}

}
