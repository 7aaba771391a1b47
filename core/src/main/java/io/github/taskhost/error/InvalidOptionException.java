package io.github.taskhost.error;

import org.jspecify.annotations.Nullable;

/**
 * The value of an option is out of its range.
 */
public class InvalidOptionException extends InvalidTaskArgumentException {

	/** The option. */
	private final String option;

	/** The value. */
	private final transient @Nullable Object value;

	/** The remedy. */
	private final String remedy;

	/**
	 * Creates the exception.
	 * @param subject the option as the subject of a sentence
	 * @param option the option in the form of a property, relative to its owner:
	 * {@code max-concurrent}
	 * @param value the value
	 * @param remedy the valid values, as the object of "use"
	 */
	public InvalidOptionException(String subject, String option, @Nullable Object value, String remedy) {
		super(subject + " is " + value + ": use " + remedy + ".");
		this.option = option;
		this.value = value;
		this.remedy = remedy;
	}

	/**
	 * Returns the option.
	 * @return its name in the form of a property, relative to its owner
	 */
	public String option() {
		return this.option;
	}

	/**
	 * Returns the value.
	 * @return the value, or {@code null}
	 */
	public @Nullable Object value() {
		return this.value;
	}

	/**
	 * Returns the valid values.
	 * @return the object of a sentence with "use"
	 */
	public String remedy() {
		return this.remedy;
	}

}
