package io.github.taskhost.spi;

import io.github.taskhost.message.Answer;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A value that a task keeps for its later attempts. A new value replaces the one of the
 * same sort and name. Immutable.
 */
public sealed interface KeptValue {

	/**
	 * The checkpoint of a task.
	 *
	 * @param value the value
	 */
	record Checkpoint(JsonPayload value) implements KeptValue {
	}

	/**
	 * The result of a step.
	 *
	 * @param name the name of the step
	 * @param result the result, or {@code null} for a step that returned nothing
	 */
	record StepResult(String name, @Nullable JsonPayload result) implements KeptValue {
	}

	/**
	 * The answer to a question, by the key of the question.
	 *
	 * @param question the question
	 * @param answer the answer
	 * @param type the name of the type as which the body read the answer
	 */
	record KeptAnswer(InputRequest question, Answer answer, String type) implements KeptValue {
	}

}
