package io.github.taskhost.kind;

import io.github.taskhost.error.InvalidTaskArgumentException;

/**
 * Thrown when an option does not fit the work of its kind. The host is not built.
 */
public class InvalidKindOptionException extends InvalidTaskArgumentException {

	/** The name of the property for the option. */
	private final String property;

	/**
	 * Creates the exception.
	 * @param kind the name of the kind
	 * @param option the option, as a property names it: {@code max-concurrent}
	 * @param problem the problem, as the end of a sentence about the kind
	 * @param remedy the remedy, as sentences
	 */
	public InvalidKindOptionException(String kind, String option, String problem, String remedy) {
		super("Kind '" + kind + "' " + problem + ". " + remedy);
		this.property = "taskhost.kinds." + kind + "." + option;
	}

	/**
	 * Returns the name of the property for the option. The option may also have been set
	 * in code.
	 * @return the full name of the property
	 */
	public String property() {
		return this.property;
	}

}
