package io.github.taskhost;

import java.util.List;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of tasks, oldest first. A page can be short or empty and still have a
 * next one.
 *
 * @param records the records of this page
 * @param next the cursor of the next page, or {@code null} on the last page
 */
public record BackgroundTaskPage(List<BackgroundTaskRecord> records, @Nullable String next) {

	/** Copies the list. */
	public BackgroundTaskPage {
		records = List.copyOf(records);
	}

}
