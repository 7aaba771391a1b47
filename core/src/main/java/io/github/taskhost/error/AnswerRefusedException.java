package io.github.taskhost.error;

/**
 * Thrown by the {@code deliver} of an executor to refuse the answer to a question that it
 * asked. The question stays open, and the sender of the answer gets the reason.
 */
public class AnswerRefusedException extends InvalidTaskArgumentException {

	/**
	 * Creates the exception.
	 * @param message the reason, for the sender of the answer
	 */
	public AnswerRefusedException(String message) {
		super(message);
	}

}
