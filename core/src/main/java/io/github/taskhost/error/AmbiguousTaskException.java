package io.github.taskhost.error;

import java.util.List;

/**
 * A task id alone names tasks of several sessions; nothing was changed.
 */
public class AmbiguousTaskException extends BackgroundTaskException {

	/** The sessions that the id could mean. */
	private final List<String> sessionIds;

	/**
	 * Creates the exception.
	 * @param message what was asked and what to do
	 * @param sessionIds some of the sessions that the id could mean
	 */
	public AmbiguousTaskException(String message, List<String> sessionIds) {
		super(message);
		this.sessionIds = List.copyOf(sessionIds);
	}

	/**
	 * The sessions that the id could mean.
	 * @return at most ten session ids
	 */
	public List<String> sessionIds() {
		return this.sessionIds;
	}

}
