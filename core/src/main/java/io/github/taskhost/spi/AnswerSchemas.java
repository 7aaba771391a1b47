package io.github.taskhost.spi;

import java.util.Optional;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;

/**
 * A validator of answers against the JSON Schemas of questions. Implementations follow no
 * remote references, bound the cost of patterns, and are thread-safe. A host without one
 * refuses questions with a schema.
 */
public interface AnswerSchemas {

	/**
	 * Validates a schema before its question is asked.
	 * @param schema the schema
	 * @throws InvalidTaskArgumentException if it is not a valid schema, or uses a feature
	 * that is not permitted
	 */
	void requireValid(JsonPayload schema);

	/**
	 * Validates an answer.
	 * @param schema a valid schema
	 * @param answer the answer
	 * @return the mismatch with its path in the answer, or empty if the answer fits
	 */
	Optional<String> mismatch(JsonPayload schema, JsonPayload answer);

	/**
	 * Returns a validator for hosts without a JSON Schema library: it refuses every
	 * schema.
	 * @return the validator
	 */
	static AnswerSchemas none() {
		return NoAnswerSchemas.INSTANCE;
	}

	/** The validator of {@link AnswerSchemas#none()}. */
	enum NoAnswerSchemas implements AnswerSchemas {

		/** The only instance. */
		INSTANCE;

		@Override
		public void requireValid(JsonPayload schema) {
			throw new InvalidTaskArgumentException("The question expects an answer that fits a JSON Schema, and "
					+ "this host has no validator. Add com.networknt:json-schema-validator to the application, "
					+ "or ask without a schema.");
		}

		@Override
		public Optional<String> mismatch(JsonPayload schema, JsonPayload answer) {
			return Optional.of("this host has no JSON Schema validator");
		}

	}

}
