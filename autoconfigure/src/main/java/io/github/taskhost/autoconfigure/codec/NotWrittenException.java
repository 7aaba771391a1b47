package io.github.taskhost.autoconfigure.codec;

/**
 * A value could not be written as JSON.
 */
final class NotWrittenException extends Exception {

	private final String reason;

	/**
	 * Creates the exception.
	 * @param reason the reason, as the predicate of a sentence about the value
	 */
	NotWrittenException(String reason) {
		super(reason, null, false, false);
		this.reason = reason;
	}

	String reason() {
		return this.reason;
	}

}
