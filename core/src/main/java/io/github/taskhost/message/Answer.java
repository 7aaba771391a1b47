package io.github.taskhost.message;

import java.time.Instant;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * What a person answered to a question of a task.
 *
 * @param key the question
 * @param value the answer
 * @param time when it came
 * @param by who answered, or {@code null} when that is not known; at most 128 characters
 */
public record Answer(String key, JsonPayload value, Instant time, @Nullable String by) {

	/** Bounds the name. */
	public Answer {
		by = Texts.cleanOrNull(by, Texts.NAME);
	}

}
