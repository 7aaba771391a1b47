package io.github.taskhost.task;

/**
 * The fate of a live task when its session closes (rule R25 of {@code docs/design.md}).
 */
public enum ClosePolicy {

	/** The task stays in the closed session until it ends. */
	KEEP,

	/** The cancellation of the task is requested, and forced after the grace period. */
	CANCEL,

	/** The task moves to the successor of the session. */
	TRANSFER

}
