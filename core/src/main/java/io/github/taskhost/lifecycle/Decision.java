package io.github.taskhost.lifecycle;

import java.util.List;

import io.github.taskhost.BackgroundTaskEvent;
import io.github.taskhost.BackgroundTaskRecord;

/**
 * What the rules say to a command.
 */
public sealed interface Decision {

	/**
	 * The task changes.
	 *
	 * @param next the next record
	 * @param events what happened, in order; empty for a heartbeat
	 */
	record Changed(BackgroundTaskRecord next, List<BackgroundTaskEvent> events) implements Decision {
	}

	/**
	 * Nothing changes, and that is right.
	 *
	 * @param current the record as it is
	 */
	record Unchanged(BackgroundTaskRecord current) implements Decision {
	}

	/**
	 * The command cannot be followed.
	 *
	 * @param why the sort of refusal
	 * @param message which task, what was asked, what stood in the way, what to do
	 */
	record Refused(Refusal why, String message) implements Decision {
	}

	/** The sorts of refusal. */
	enum Refusal {

		/** The values do not fit. */
		INVALID,

		/** The state does not allow it. */
		STATE,

		/** The task has moved on to another attempt. */
		STALE

	}

}
