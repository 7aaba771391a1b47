package io.github.taskhost.autoconfigure.codec;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Names of JSON values in messages.
 */
final class JsonWords {

	private JsonWords() {
	}

	/** Names the value that starts with a token, or returns {@code null} for none. */
	static @Nullable String found(@Nullable JsonToken token) {
		if (token == null) {
			return null;
		}
		return switch (token) {
			case START_OBJECT, PROPERTY_NAME -> "an object";
			case START_ARRAY -> "an array";
			case VALUE_STRING -> "a string";
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
			case VALUE_TRUE, VALUE_FALSE -> "a boolean";
			case END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, VALUE_NULL, NOT_AVAILABLE -> null;
		};
	}

	/** Names the value from which a type is read. */
	static String expected(@Nullable Class<?> type) {
		if (type == null) {
			return "another value";
		}
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (Number.class.isAssignableFrom(boxed)) {
			return "a number (" + type.getSimpleName() + ")";
		}
		if (boxed == Boolean.class) {
			return "a boolean";
		}
		if (CharSequence.class.isAssignableFrom(boxed) || boxed == Character.class) {
			return "a string";
		}
		if (Collection.class.isAssignableFrom(type) || type.isArray()) {
			return "an array";
		}
		return Map.class.isAssignableFrom(type) ? "an object" : article(type.getSimpleName());
	}

	private static String article(String name) {
		return ("AEIOU".indexOf(name.charAt(0)) < 0 ? "a " : "an ") + name;
	}

	/** The constants of an enum as JSON names them. */
	static List<String> constants(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> JsonMapper.shared().valueToTree(constant).asString(String.valueOf(constant)))
			.toList();
	}

}
