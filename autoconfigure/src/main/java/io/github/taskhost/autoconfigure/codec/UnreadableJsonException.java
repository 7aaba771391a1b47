package io.github.taskhost.autoconfigure.codec;

/**
 * A JSON document was refused. The message has the path of the wrong field and the
 * problem, and is safe to show to the sender of the document. Internal.
 */
public final class UnreadableJsonException extends RuntimeException {

	UnreadableJsonException(String problem) {
		super(problem, null, false, false);
	}

	/**
	 * The problem.
	 * @return one bounded line
	 */
	public String problem() {
		return String.valueOf(getMessage());
	}

}
