package io.github.taskhost.config;

import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ParentFailurePolicy;

/**
 * The fates of a task that reach its live descendants ({@code taskhost.cancel.cascade}).
 */
public enum CascadeTrigger {

	/** A cancellation: a cancel request, a forced cancel, or an end as cancelled. */
	CANCEL,

	/**
	 * Any end as {@link BackgroundTaskState#FAILED}, such as an exception without a
	 * further attempt, a timeout or a missed heartbeat. {@link ParentFailurePolicy} is
	 * for exceptions.
	 */
	FAILURE

}
