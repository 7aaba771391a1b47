package io.github.taskhost.spi;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A page of stored tasks.
 *
 * @param tasks the tasks, oldest first; fewer than asked for if some of them are being
 * removed
 * @param last the uid to go on behind, or {@code null} if there are no further tasks
 */
public record StoredPage(List<StoredTask> tasks, @Nullable UUID last) {

	/** Copies the list. */
	public StoredPage {
		tasks = List.copyOf(tasks);
	}

}
