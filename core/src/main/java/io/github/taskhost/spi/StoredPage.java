package io.github.taskhost.spi;

import java.util.List;

/**
 * A page of stored tasks.
 *
 * @param tasks the tasks, oldest first
 * @param more whether there may be further tasks
 */
public record StoredPage(List<StoredTask> tasks, boolean more) {

	/** Copies the list. */
	public StoredPage {
		tasks = List.copyOf(tasks);
	}

}
