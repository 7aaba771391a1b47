package io.github.taskhost.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A property of Taskhost is missing or has a value that is not valid.
 */
class InvalidTaskhostPropertyException extends RuntimeException {

	private final String remedy;

	InvalidTaskhostPropertyException(String property, @Nullable Object value, String remedy) {
		super(isNameOfAKind(property, value)
				? "The name of the kind in 'taskhost." + property + "' is not valid: '" + value + "'."
				: "The property 'taskhost." + property + "' "
						+ ((value != null) ? "has the value '" + value + "', which is not valid." : "is missing."));
		this.remedy = ((value != null) ? "Change" : "Set") + " 'taskhost." + property + "'. " + remedy;
	}

	private static boolean isNameOfAKind(String property, @Nullable Object value) {
		return property.equals("kinds[" + value + "]");
	}

	String remedy() {
		return this.remedy;
	}

}
