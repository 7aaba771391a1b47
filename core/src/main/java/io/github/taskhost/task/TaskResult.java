package io.github.taskhost.task;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What a completed body returned, as far as the record keeps it. Exactly one of the two
 * is present.
 *
 * @param value the value as JSON, or {@code null} when it was left out
 * @param omitted why the value was left out, or {@code null} when it is there; at most
 * 512 characters
 */
public record TaskResult(@Nullable JsonPayload value, @Nullable String omitted) {

	/**
	 * Checks that one of the two is present.
	 * @throws InvalidTaskArgumentException if both are present, or none
	 */
	public TaskResult {
		if ((value == null) == (omitted == null)) {
			throw new InvalidTaskArgumentException("A task result has either a value or a reason why it was left out.");
		}
		omitted = Texts.cleanOrNull(omitted, Texts.LINE);
	}

	/**
	 * A result that the record keeps.
	 * @param value the value as JSON
	 * @return the result
	 */
	public static TaskResult of(JsonPayload value) {
		return new TaskResult(value, null);
	}

	/**
	 * A result that was left out.
	 * @param reason why
	 * @return the result
	 */
	public static TaskResult omitted(String reason) {
		return new TaskResult(null, reason);
	}

}
