package io.github.taskhost.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of the messages of a task, oldest first.
 *
 * @param messages the messages
 * @param next the id to go on after, or {@code null} when there are no more for now
 * @param incomplete whether older messages were dropped between the place that was asked
 * for and the first of these
 */
public record TaskMessagePage(List<TaskMessage> messages, @Nullable String next, boolean incomplete) {

	/** Copies the list. */
	public TaskMessagePage {
		messages = List.copyOf(messages);
	}

}
