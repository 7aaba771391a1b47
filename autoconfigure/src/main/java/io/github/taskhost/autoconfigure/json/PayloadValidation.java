package io.github.taskhost.autoconfigure.json;

import java.util.List;

/**
 * Says what is wrong with a value that was read.
 */
interface PayloadValidation {

	/** For applications without Jakarta Validation. */
	PayloadValidation NONE = (value) -> List.of();

	/** The problems, each with its path; empty when there is none. */
	List<String> problems(Object value);

}
