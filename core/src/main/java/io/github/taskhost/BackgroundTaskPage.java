package io.github.taskhost;

import java.util.List;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of tasks, in the order of the list. A page can be short or empty and
 * still have a next or a previous one. Immutable.
 *
 * @param records the records of this page
 * @param next the cursor of the page behind this one, or {@code null} if there are no
 * further tasks
 * @param previous the cursor of the page before this one, or {@code null} if this page
 * begins the list
 * @param partial whether the host stopped before the page was full, since it looks at
 * 10,000 tasks for a page at most; {@link #next()}, or {@link #previous()} on the way
 * back, goes on from there
 */
public record BackgroundTaskPage(List<BackgroundTaskRecord> records, @Nullable String next, @Nullable String previous,
		boolean partial) {

	/** Copies the list. */
	public BackgroundTaskPage {
		records = List.copyOf(records);
	}

	/**
	 * Creates a page that begins the list.
	 * @param records the records of the page
	 * @param next the cursor of the page behind, or {@code null} at the end
	 */
	public BackgroundTaskPage(List<BackgroundTaskRecord> records, @Nullable String next) {
		this(records, next, null, false);
	}

}
