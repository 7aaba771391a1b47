package io.github.taskhost.sample.imports;

import io.github.taskhost.task.JsonPayload;
import jakarta.validation.constraints.NotNull;

/**
 * The answer to the question about broken rows.
 *
 * @param action the decision
 */
record BrokenRowsDecision(@NotNull Action action) {

	/** The JSON Schema of this type, shown with the question. */
	static final JsonPayload SCHEMA = new JsonPayload("""
			{"type":"object","properties":{"action":{"enum":["approve","stop"]}},\
			"required":["action"],"additionalProperties":false}""");

	/** The decision. */
	enum Action {

		/** Import the valid rows. */
		APPROVE,

		/** Import nothing. */
		STOP

	}

}
