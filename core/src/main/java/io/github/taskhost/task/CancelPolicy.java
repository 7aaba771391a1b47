package io.github.taskhost.task;

/**
 * The way in which a cancel request is carried out (rules R6 to R9 of
 * {@code docs/design.md}).
 */
public enum CancelPolicy {

	/**
	 * The work is told and winds down by itself. A body that has not ended after the
	 * grace period is interrupted; if it still has not ended after a further time, its
	 * record is ended as abandoned.
	 */
	COOPERATIVE,

	/**
	 * The task is {@link BackgroundTaskState#CANCELLED} at once, and its body is
	 * interrupted.
	 */
	ABORT_LOCAL,

	/**
	 * The owner of the work is told and reports the end; nothing is escalated. Refused
	 * for bodies.
	 */
	EXTERNAL

}
