package io.github.taskhost.error;

import io.github.taskhost.task.BackgroundTaskState;

/**
 * The question was withdrawn before anybody answered: the task left
 * {@link BackgroundTaskState#WAITING} without an answer.
 */
public class InputWithdrawnException extends BackgroundTaskException {

	/** The question. */
	private final String key;

	/**
	 * Creates the exception.
	 * @param key the question
	 * @param message which task, which question, and why
	 */
	public InputWithdrawnException(String key, String message) {
		super(message);
		this.key = key;
	}

	/**
	 * The question.
	 * @return its key
	 */
	public String key() {
		return this.key;
	}

}
