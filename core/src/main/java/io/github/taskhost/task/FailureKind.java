package io.github.taskhost.task;

/**
 * The sort of a failure.
 */
public enum FailureKind {

	/** The body threw an exception. */
	EXCEPTION,

	/** The owner of the work reported a failure. */
	REPORTED,

	/** An attempt exceeded its timeout. */
	TIMEOUT,

	/** The work could not be started. */
	REJECTED,

	/**
	 * The process that ran the work is gone. Not used by hosts whose tasks do not survive
	 * the process.
	 */
	ORPHANED,

	/**
	 * No process could run the task for a set time: all lack its kind, or cannot read its
	 * stored record or input. Not used by hosts whose tasks do not survive the process.
	 */
	UNREADABLE,

	/** The work was silent for longer than its heartbeat timeout. */
	HEARTBEAT_LOST,

	/** The last permitted attempt failed. */
	RETRIES_EXHAUSTED

}
