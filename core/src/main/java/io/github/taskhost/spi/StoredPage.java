package io.github.taskhost.spi;

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A page of stored tasks.
 *
 * @param tasks the tasks, in the direction that was asked for; fewer than asked for if
 * some of them are being removed
 * @param last the uid from which the next page goes on, or {@code null} if there are no
 * further tasks
 * @param partial whether the store stopped to look before the page was full
 */
public record StoredPage(List<StoredTask> tasks, @Nullable UUID last, boolean partial) {

	/** Copies the list. */
	public StoredPage {
		tasks = List.copyOf(tasks);
	}

}
