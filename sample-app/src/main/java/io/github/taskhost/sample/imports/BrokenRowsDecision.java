package io.github.taskhost.sample.imports;

import io.github.taskhost.task.JsonPayload;
import jakarta.validation.constraints.NotNull;

/**
 * What is to become of a file with broken rows.
 *
 * @param action what to do
 */
record BrokenRowsDecision(@NotNull Action action) {

	/** The same for those who see the question. */
	static final JsonPayload SCHEMA = new JsonPayload("""
			{"type":"object","properties":{"action":{"enum":["approve","stop"]}},\
			"required":["action"],"additionalProperties":false}""");

	/** What to do. */
	enum Action {

		/** The good rows are imported. */
		APPROVE,

		/** Nothing is. */
		STOP

	}

}
