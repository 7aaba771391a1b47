package io.github.taskhost.message;

import java.time.Instant;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a question of a task.
 *
 * @param key the key of the question
 * @param value the answer as JSON
 * @param time the time at which it arrived
 * @param by the name of the caller that answered, or {@code null} when unknown; at most
 * 128 characters
 */
public record Answer(String key, JsonPayload value, Instant time, @Nullable String by) {

	/** Cleans and bounds the name of the caller. */
	public Answer {
		by = Texts.cleanOrNull(by, Texts.NAME);
	}

}
