package io.github.taskhost.kind;

import io.github.taskhost.error.InvalidTaskArgumentException;

/**
 * An option of a kind that the work of the kind could not follow. The host is not built.
 */
public class InvalidKindOptionException extends InvalidTaskArgumentException {

	/** The property that sets the option. */
	private final String property;

	/**
	 * Creates the exception.
	 * @param kind the kind
	 * @param option the option, as a property names it: {@code max-concurrent}
	 * @param problem why the kind cannot have it, as the end of a sentence about the kind
	 * @param remedy what to do, as sentences
	 */
	public InvalidKindOptionException(String kind, String option, String problem, String remedy) {
		super("Kind '" + kind + "' " + problem + ". " + remedy);
		this.property = "taskhost.kinds." + kind + "." + option;
	}

	/**
	 * The property that sets the option, unless the kind has it in code.
	 * @return the whole name of the property
	 */
	public String property() {
		return this.property;
	}

}
