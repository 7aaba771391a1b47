package io.github.taskhost.spi;

import java.util.List;

import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;

/**
 * The stored values of a task beside its record.
 *
 * @param messages the retained messages, oldest first
 * @param output the retained lines of output, oldest first
 * @param kept the values that the task keeps for its later attempts
 */
public record StoredDetails(List<TaskMessage> messages, List<TaskOutputLine> output, List<KeptValue> kept) {

	/** The details of a task that has none. */
	public static final StoredDetails NONE = new StoredDetails(List.of(), List.of(), List.of());

	/** Copies the lists. */
	public StoredDetails {
		messages = List.copyOf(messages);
		output = List.copyOf(output);
		kept = List.copyOf(kept);
	}

}
