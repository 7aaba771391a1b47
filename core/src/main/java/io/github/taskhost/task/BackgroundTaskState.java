package io.github.taskhost.task;

/**
 * The state of a background task. Four states are live, three are terminal; a terminal
 * state is final.
 */
public enum BackgroundTaskState {

	/**
	 * Registered, and not started: it waits for a slot, for its owner, or for a retry.
	 */
	PENDING,

	/** Work is being done. */
	RUNNING,

	/** The work is alive and waits for somebody: an answer, a follow-up. */
	WAITING,

	/** Somebody asked for the end; the work has not ended yet. */
	CANCEL_REQUESTED,

	/** Ended with success. */
	COMPLETED,

	/** Ended with a failure. */
	FAILED,

	/** Ended by cancellation. */
	CANCELLED;

	/**
	 * Whether a task in this state has ended.
	 * @return {@code true} for {@link #COMPLETED}, {@link #FAILED} and {@link #CANCELLED}
	 */
	public boolean isTerminal() {
		return this == COMPLETED || this == FAILED || this == CANCELLED;
	}

}
