package io.github.taskhost.event;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of sessions in the order of their ids. Immutable.
 *
 * @param sessions the sessions of the page
 * @param next the cursor of the next page, or {@code null} at the end
 */
public record SessionPage(List<SessionSummary> sessions, @Nullable String next) {

	/** Copies the list. */
	public SessionPage {
		sessions = List.copyOf(sessions);
	}

}
