package io.github.taskhost.jdbc.autoconfigure;

import io.github.taskhost.error.InvalidOptionException;

/**
 * Signals that a property of durable tasks has a value that is not valid.
 */
class InvalidDurablePropertyException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property the name of the property
	 * @param value the value
	 * @param remedy the valid values, as the object of "use"
	 */
	InvalidDurablePropertyException(String property, Object value, String remedy) {
		super("The property '" + property + "' has the value '" + value + "', which is not valid.");
		this.remedy = "Change '" + property + "'. Use " + remedy + ".";
	}

	/** The exception for an option of the settings. */
	static InvalidDurablePropertyException of(InvalidOptionException option) {
		return new InvalidDurablePropertyException("taskhost." + option.option(), String.valueOf(option.value()),
				option.remedy());
	}

	String remedy() {
		return this.remedy;
	}

}
