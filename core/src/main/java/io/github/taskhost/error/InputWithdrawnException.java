package io.github.taskhost.error;

/**
 * Thrown inside a body when its question was withdrawn: the task left {@code WAITING}
 * without an answer.
 */
public class InputWithdrawnException extends BackgroundTaskException {

	/** The key of the question. */
	private final String key;

	/**
	 * Creates the exception.
	 * @param key the key of the question
	 * @param message the task, the question and the reason
	 */
	public InputWithdrawnException(String key, String message) {
		super(message);
		this.key = key;
	}

	/**
	 * Returns the key of the question.
	 * @return the key
	 */
	public String key() {
		return this.key;
	}

}
