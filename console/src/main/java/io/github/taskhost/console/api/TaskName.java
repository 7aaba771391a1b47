package io.github.taskhost.console.api;

import java.util.UUID;

import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * The name of a task, for a link to it.
 *
 * @param uid the uid
 * @param name the display name
 */
public record TaskName(UUID uid, String name) {

	/** The largest number of names before an action on many tasks. */
	static final int MAX = 5;

	static TaskName of(BackgroundTaskRecord record) {
		return new TaskName(record.uid(), record.displayName());
	}

}
