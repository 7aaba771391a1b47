package io.github.taskhost.task;

import java.time.Instant;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A question of a task to a person. Immutable.
 *
 * @param key the key of the question within its task, which is an id
 * @param prompt the question as text; at most 2,000 characters
 * @param expected a JSON Schema of the answer, or {@code null} for none; on a record, the
 * schema of the type as which a body reads the answer, if the question has none and the
 * host knows it
 * @param deadline the time at which the question lapses, or {@code null} for never
 * @param authority the authority that an answer requires, or {@code null} for none; at
 * most 128 characters
 * @param number the number of the question among the questions of its task, from 1; 0
 * before the host has asked it
 */
public record InputRequest(String key, String prompt, @Nullable JsonPayload expected, @Nullable Instant deadline,
		@Nullable String authority, int number) {

	/**
	 * Validates the key, and cleans and bounds the texts.
	 * @throws InvalidTaskArgumentException if the key is not valid
	 */
	public InputRequest {
		Names.id("question key", key);
		prompt = Texts.clean(prompt, Texts.MESSAGE);
		authority = Texts.cleanOrNull(authority, Texts.NAME);
	}

	/**
	 * Creates a question that was not asked yet.
	 * @param key the key of the question within its task
	 * @param prompt the question as text
	 * @param expected a JSON Schema of the answer, or {@code null} for any answer
	 * @param deadline the time at which the question lapses, or {@code null} for never
	 * @param authority the authority that an answer requires, or {@code null} for none
	 * @throws InvalidTaskArgumentException if the key is not valid
	 */
	public InputRequest(String key, String prompt, @Nullable JsonPayload expected, @Nullable Instant deadline,
			@Nullable String authority) {
		this(key, prompt, expected, deadline, authority, 0);
	}

	/**
	 * Returns a question that takes any answer and does not lapse.
	 * @param key the key of the question within its task
	 * @param prompt the question as text
	 * @return the question
	 * @throws InvalidTaskArgumentException if the key is not valid
	 */
	public static InputRequest of(String key, String prompt) {
		return new InputRequest(key, prompt, null, null, null);
	}

	/**
	 * Returns this question with a schema of the answer.
	 * @param schema a JSON Schema
	 * @return a new question
	 */
	public InputRequest withExpected(JsonPayload schema) {
		return new InputRequest(this.key, this.prompt, schema, this.deadline, this.authority, this.number);
	}

	/**
	 * Returns this question with a deadline.
	 * @param deadline the time at which it lapses
	 * @return a new question
	 */
	public InputRequest withDeadline(Instant deadline) {
		return new InputRequest(this.key, this.prompt, this.expected, deadline, this.authority, this.number);
	}

	/**
	 * Returns this question with a required authority.
	 * @param authority the name of the authority
	 * @return a new question
	 */
	public InputRequest withAuthority(String authority) {
		return new InputRequest(this.key, this.prompt, this.expected, this.deadline, authority, this.number);
	}

	/**
	 * Returns this question with its number, which the host sets when it asks the
	 * question.
	 * @param number the number of the question within its task, from 1
	 * @return a new question
	 */
	public InputRequest withNumber(int number) {
		return new InputRequest(this.key, this.prompt, this.expected, this.deadline, this.authority, number);
	}

}
