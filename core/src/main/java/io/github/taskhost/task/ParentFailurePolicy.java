package io.github.taskhost.task;

/**
 * The fate of a live task when its parent fails (rule R10 of {@code docs/design.md}).
 */
public enum ParentFailurePolicy {

	/** The cancellation of the task is requested. The default. */
	CANCEL,

	/** The task continues, and so do its own children. */
	KEEP

}
