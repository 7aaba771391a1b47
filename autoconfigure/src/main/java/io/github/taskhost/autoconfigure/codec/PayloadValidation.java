package io.github.taskhost.autoconfigure.codec;

import java.util.List;

/**
 * Validates a value that was read from JSON.
 */
interface PayloadValidation {

	/** For applications without Jakarta Validation. */
	PayloadValidation NONE = (value) -> List.of();

	/** Returns the problems, each with its path; empty for a valid value. */
	List<String> problems(Object value);

}
