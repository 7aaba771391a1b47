package io.github.taskhost.console.autoconfigure;

/**
 * Signals that a property of the console has a value that is not valid.
 */
class InvalidConsolePropertyException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param property the name of the property
	 * @param value the value
	 * @param remedy the valid values, as the object of "use"
	 */
	InvalidConsolePropertyException(String property, String value, String remedy) {
		super("The property '" + property + "' has the value '" + value + "', which is not valid.");
		this.remedy = "Change '" + property + "'. Use " + remedy + ".";
	}

	String remedy() {
		return this.remedy;
	}

}
