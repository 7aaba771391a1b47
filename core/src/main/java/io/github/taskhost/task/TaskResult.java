package io.github.taskhost.task;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task in its record: either a value, or the reason why the value was
 * omitted.
 *
 * @param value the value as JSON, or {@code null} if it was omitted
 * @param omitted the reason of the omission, or {@code null} if there is a value; at most
 * 512 characters
 */
public record TaskResult(@Nullable JsonPayload value, @Nullable String omitted) {

	/**
	 * Checks the two components, and cleans and bounds the reason.
	 * @throws InvalidTaskArgumentException if both are present or both are absent
	 */
	public TaskResult {
		if ((value == null) == (omitted == null)) {
			throw new InvalidTaskArgumentException(
					"A task result needs a value or the reason of its omission, and not both.");
		}
		omitted = Texts.cleanOrNull(omitted, Texts.LINE);
	}

	/**
	 * Returns a result with a value.
	 * @param value the value as JSON
	 * @return the result
	 */
	public static TaskResult of(JsonPayload value) {
		return new TaskResult(value, null);
	}

	/**
	 * Returns a result whose value was omitted.
	 * @param reason the reason of the omission
	 * @return the result
	 */
	public static TaskResult omitted(String reason) {
		return new TaskResult(null, reason);
	}

}
