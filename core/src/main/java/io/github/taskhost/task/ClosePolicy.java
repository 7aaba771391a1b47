package io.github.taskhost.task;

/**
 * What becomes of a live task when its session closes.
 */
public enum ClosePolicy {

	/** The task stays, in the closed session's name, until it ends. */
	KEEP,

	/** The task is asked to cancel, and forced after the grace period. */
	CANCEL,

	/** The task moves to the successor session. */
	TRANSFER

}
