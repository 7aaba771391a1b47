package io.github.taskhost.error;

import org.jspecify.annotations.Nullable;

/**
 * Thrown inside a body when its question was declined. The body may catch the exception
 * and go on without an answer.
 */
public class InputDeclinedException extends InputWithdrawnException {

	/** The reason of the refusal to answer. */
	private final @Nullable String reason;

	/** The name of the caller that declined the question. */
	private final @Nullable String by;

	/**
	 * Creates the exception.
	 * @param key the key of the question
	 * @param reason the reason, or {@code null}
	 * @param by the name of the caller that declined the question, or {@code null}
	 * @param message the task, the question and the reason
	 */
	public InputDeclinedException(String key, @Nullable String reason, @Nullable String by, String message) {
		super(key, message);
		this.reason = reason;
		this.by = by;
	}

	/**
	 * Returns the reason.
	 * @return the text, or {@code null} if none was given
	 */
	public @Nullable String reason() {
		return this.reason;
	}

	/**
	 * Returns the name of the caller that declined the question.
	 * @return the name, or {@code null} when unknown
	 */
	public @Nullable String by() {
		return this.by;
	}

}
