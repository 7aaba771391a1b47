package io.github.taskhost.console.live;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.console.api.Viewer;
import io.github.taskhost.event.BackgroundTaskFilter;
import org.jspecify.annotations.Nullable;

/**
 * The part of a page that is live.
 *
 * @param view the view
 * @param uids the uids of the visible tasks, at most 100
 * @param filter the filter of the list, for the number of newer tasks
 * @param newest the uid of the newest visible task, or {@code null} if newer tasks are
 * not counted
 * @param position the place to go on from, or {@code null}
 * @param viewer the rights of the user
 */
public record LiveQuery(View view, List<UUID> uids, BackgroundTaskFilter filter, @Nullable UUID newest,
		@Nullable String position, Viewer viewer) {

	/** A view of the page. */
	public enum View {

		/** The numbers of the host. */
		OVERVIEW,

		/** Rows of a list. */
		ROWS,

		/** One task. */
		TASK

	}

}
