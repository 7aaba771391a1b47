package io.github.taskhost.task;

import java.time.Instant;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A question that a task asks a person.
 *
 * @param key names the question within its task; an id
 * @param prompt what is asked; at most 2,000 characters
 * @param expected a JSON Schema of the answer, or {@code null} for any answer
 * @param deadline when the question lapses, or {@code null} for never
 * @param authority who may answer, or {@code null} for whoever may see the task; at most
 * 128 characters
 */
public record InputRequest(String key, String prompt, @Nullable JsonPayload expected, @Nullable Instant deadline,
		@Nullable String authority) {

	/**
	 * Checks the key and bounds the texts.
	 * @throws InvalidTaskArgumentException if the key is not valid
	 */
	public InputRequest {
		Names.id("question key", key);
		prompt = Texts.clean(prompt, Texts.MESSAGE);
		authority = Texts.cleanOrNull(authority, Texts.NAME);
	}

	/**
	 * A question that takes any answer and does not lapse.
	 * @param key names the question within its task
	 * @param prompt what is asked
	 * @return the question
	 */
	public static InputRequest of(String key, String prompt) {
		return new InputRequest(key, prompt, null, null, null);
	}

	/**
	 * This question for answers that fit a schema.
	 * @param schema a JSON Schema
	 * @return a new question
	 */
	public InputRequest withExpected(JsonPayload schema) {
		return new InputRequest(this.key, this.prompt, schema, this.deadline, this.authority);
	}

	/**
	 * This question with a deadline.
	 * @param deadline when it lapses
	 * @return a new question
	 */
	public InputRequest withDeadline(Instant deadline) {
		return new InputRequest(this.key, this.prompt, this.expected, deadline, this.authority);
	}

	/**
	 * This question for those with an authority.
	 * @param authority who may answer
	 * @return a new question
	 */
	public InputRequest withAuthority(String authority) {
		return new InputRequest(this.key, this.prompt, this.expected, this.deadline, authority);
	}

}
