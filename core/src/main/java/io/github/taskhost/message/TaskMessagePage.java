package io.github.taskhost.message;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of the messages of a task, oldest first.
 *
 * @param messages the messages of this page
 * @param next the id after which the next page starts, or {@code null} when there are no
 * more messages for now
 * @param incomplete whether messages between the requested position and this page were
 * dropped
 */
public record TaskMessagePage(List<TaskMessage> messages, @Nullable String next, boolean incomplete) {

	/** Copies the list. */
	public TaskMessagePage {
		messages = List.copyOf(messages);
	}

}
