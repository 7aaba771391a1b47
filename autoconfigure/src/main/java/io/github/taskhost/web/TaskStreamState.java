package io.github.taskhost.web;

import java.util.List;

import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * A part of the state of the tasks that a stream shows: the data of its {@code state}
 * events. The parts from the first to the last replace everything that the client knew
 * before.
 *
 * @param first whether this is the first part of the state
 * @param last whether this is the last part of the state
 * @param records the records of this part, oldest first; at most 50
 */
public record TaskStreamState(boolean first, boolean last, List<BackgroundTaskRecord> records) {

	/** Copies the list. */
	public TaskStreamState {
		records = List.copyOf(records);
	}

}
