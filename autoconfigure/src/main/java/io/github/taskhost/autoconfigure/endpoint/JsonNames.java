package io.github.taskhost.autoconfigure.endpoint;

import java.util.Locale;

/**
 * Names of enum constants in the JSON of the endpoint.
 */
final class JsonNames {

	private JsonNames() {
	}

	static String of(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
