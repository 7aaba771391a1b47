package io.github.taskhost.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A property of Taskhost is missing or has a value that is not valid.
 */
class InvalidTaskhostPropertyException extends RuntimeException {

	private final String remedy;

	InvalidTaskhostPropertyException(String property, @Nullable Object value, String remedy) {
		super("The property 'taskhost." + property + "' "
				+ ((value != null) ? "has the value '" + value + "', which is not valid." : "is missing."));
		this.remedy = ((value != null) ? "Change" : "Set") + " 'taskhost." + property + "'. " + remedy;
	}

	String remedy() {
		return this.remedy;
	}

}
