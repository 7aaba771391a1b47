package io.github.taskhost.spi;

import java.util.Optional;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;

/**
 * Checks answers against the JSON Schema that a question expects. Implementations follow
 * no remote references, bound patterns, and are safe for use by many threads. Without
 * one, a question with a schema is refused.
 */
public interface AnswerSchemas {

	/**
	 * Checks a schema before the question is asked.
	 * @param schema the schema
	 * @throws InvalidTaskArgumentException if it is none, or uses what is not permitted
	 */
	void requireValid(JsonPayload schema);

	/**
	 * Checks an answer.
	 * @param schema a schema that is valid
	 * @param answer the answer
	 * @return what does not fit, with its path in the answer, or empty when it fits
	 */
	Optional<String> mismatch(JsonPayload schema, JsonPayload answer);

	/**
	 * Knows no schemas.
	 * @return schemas that refuse every question that expects one
	 */
	static AnswerSchemas none() {
		return NoAnswerSchemas.INSTANCE;
	}

	/** For hosts without a library for schemas. */
	enum NoAnswerSchemas implements AnswerSchemas {

		/** The only instance. */
		INSTANCE;

		@Override
		public void requireValid(JsonPayload schema) {
			throw new InvalidTaskArgumentException("The question expects an answer that fits a JSON Schema, and there "
					+ "is nothing that checks it. Add the library for JSON Schema (com.networknt:json-schema-validator) "
					+ "to the application, or ask without a schema.");
		}

		@Override
		public Optional<String> mismatch(JsonPayload schema, JsonPayload answer) {
			return Optional.of("there is nothing that checks it");
		}

	}

}
