package io.github.taskhost.jdbc.autoconfigure;

/**
 * Signals that a property of durable tasks has a value that is not valid.
 */
class InvalidDurablePropertyException extends RuntimeException {

	private static final long serialVersionUID = 1;

	/**
	 * Creates the exception.
	 * @param cause the value and the remedy
	 */
	InvalidDurablePropertyException(IllegalArgumentException cause) {
		super(cause.getMessage(), cause);
	}

}
