package io.github.taskhost.autoconfigure.view;

import org.jspecify.annotations.Nullable;

/**
 * Sanitizes the confidential values that an operator may see.
 */
@FunctionalInterface
public interface ValueSanitizer {

	/** Leaves every value as it is. */
	ValueSanitizer NONE = (path, value) -> value;

	/**
	 * Sanitizes a value.
	 * @param path the path of the value, such as {@code input.customer.password}; the
	 * elements of an array have the path of the array
	 * @param value a string, a number, a boolean or {@code null}
	 * @return the value to show
	 */
	@Nullable Object sanitize(String path, @Nullable Object value);

}
