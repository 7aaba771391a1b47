package io.github.taskhost.task;

/**
 * The state of a task: one of four live states or three terminal states. A terminal state
 * is final (rule R1 of {@code docs/design.md}, which has the state diagram).
 */
public enum BackgroundTaskState {

	/**
	 * The task waits for its start: for a slot, a delay, a commit, the next attempt or,
	 * if it is registered, for its owner.
	 */
	PENDING,

	/** The work runs. */
	RUNNING,

	/** The work waits for input, such as an answer of a person. */
	WAITING,

	/** Cancellation was requested, and the work has not ended yet. */
	CANCEL_REQUESTED,

	/** The task ended with success. */
	COMPLETED,

	/** The task ended with a failure. */
	FAILED,

	/** The task ended by cancellation. */
	CANCELLED;

	/**
	 * Returns whether this state is terminal.
	 * @return {@code true} for {@link #COMPLETED}, {@link #FAILED} and {@link #CANCELLED}
	 */
	public boolean isTerminal() {
		return this == COMPLETED || this == FAILED || this == CANCELLED;
	}

}
