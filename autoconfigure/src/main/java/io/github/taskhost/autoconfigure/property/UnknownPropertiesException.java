package io.github.taskhost.autoconfigure.property;

import java.util.List;

/**
 * Properties below {@code taskhost.} have names that mean nothing.
 */
class UnknownPropertiesException extends RuntimeException {

	private final List<String> properties;

	UnknownPropertiesException(List<String> properties) {
		super("No part of Taskhost knows these properties: " + String.join("; ", properties));
		this.properties = properties;
	}

	/** The properties with their origins and the names that are known instead. */
	List<String> properties() {
		return this.properties;
	}

}
