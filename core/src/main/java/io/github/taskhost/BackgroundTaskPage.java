package io.github.taskhost;

import java.util.List;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, oldest first. A page may be short, even empty, and still have a next
 * one.
 *
 * @param records the records of this page
 * @param next what to ask for the next page with, or {@code null} at the end
 */
public record BackgroundTaskPage(List<BackgroundTaskRecord> records, @Nullable String next) {

	/** Copies the list. */
	public BackgroundTaskPage {
		records = List.copyOf(records);
	}

}
