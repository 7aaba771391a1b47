package io.github.taskhost.error;

import java.util.List;

/**
 * Thrown when an operation that takes only a task id finds tasks of several sessions and
 * cannot choose one of them (rule R22 of {@code docs/design.md}). Nothing was changed.
 */
public class AmbiguousTaskException extends BackgroundTaskException {

	/** The candidate sessions. */
	private final List<String> sessionIds;

	/**
	 * Creates the exception.
	 * @param message the request and the remedy
	 * @param sessionIds candidate sessions, at most ten
	 */
	public AmbiguousTaskException(String message, List<String> sessionIds) {
		super(message);
		this.sessionIds = List.copyOf(sessionIds);
	}

	/**
	 * Returns sessions that have a task with this id.
	 * @return at most ten session ids
	 */
	public List<String> sessionIds() {
		return this.sessionIds;
	}

}
