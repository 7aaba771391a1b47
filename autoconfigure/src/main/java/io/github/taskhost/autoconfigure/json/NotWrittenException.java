package io.github.taskhost.autoconfigure.json;

/**
 * A value could not be written as JSON.
 */
final class NotWrittenException extends Exception {

	private final String reason;

	/**
	 * Creates the exception.
	 * @param reason what stood in the way, to be read after the name of the value
	 */
	NotWrittenException(String reason) {
		super(reason, null, false, false);
		this.reason = reason;
	}

	String reason() {
		return this.reason;
	}

}
