package io.github.taskhost.task;

/**
 * How a cancel request is carried out.
 */
public enum CancelPolicy {

	/**
	 * The work is told and winds down by itself. A body that has not ended after the
	 * grace period is interrupted; one that ignores that too is abandoned.
	 */
	COOPERATIVE,

	/** The task is {@link BackgroundTaskState#CANCELLED} and interrupted at once. */
	ABORT_LOCAL,

	/**
	 * The owner of the work is told and reports the end; nothing is escalated. Only for
	 * work that does not run here: a body with this policy is refused.
	 */
	EXTERNAL

}
