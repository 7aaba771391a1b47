package io.github.taskhost.lifecycle;

import io.github.taskhost.message.Answer;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * The question that an answer or a decline names.
 *
 * @param key the key of the question
 * @param number the number of the question, or 0 for none
 * @param open the open question that was checked, or {@code null} if key and number do
 * not name it
 * @param earlier the answer that is kept for the key, or {@code null}
 */
public record NamedQuestion(String key, int number, @Nullable InputRequest open, @Nullable Answer earlier) {
}
