package io.github.taskhost.task;

/**
 * What sort of failure ended a task.
 */
public enum FailureKind {

	/** The body threw. */
	EXCEPTION,

	/** The owner of the work reported a failure. */
	REPORTED,

	/** An attempt ran for longer than its timeout. */
	TIMEOUT,

	/** The work could not be started. */
	REJECTED,

	/** The process that ran the work is gone. */
	ORPHANED,

	/** The work was silent for longer than its heartbeat deadline. */
	HEARTBEAT_LOST,

	/** The last permitted attempt failed. */
	RETRIES_EXHAUSTED

}
