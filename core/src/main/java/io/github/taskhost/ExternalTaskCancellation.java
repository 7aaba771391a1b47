package io.github.taskhost;

import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * A callback that tells the owner of external work to end it. Called at least once, on a
 * new thread of the host: a call that throws or exceeds {@code taskhost.control.timeout}
 * is repeated with back-off ({@code taskhost.cancel.owner-retry}) until one returns, the
 * work has reported its end, or the record was removed. Not called after the work itself
 * reported its end through a {@link TaskReporter}.
 */
@FunctionalInterface
public interface ExternalTaskCancellation {

	/**
	 * Passes a cancellation on to the owner. After a cancel request, the owner still
	 * reports the end; after a cancel now, a timeout or an end from another source, the
	 * task has already ended. Must return normally for work that has ended meanwhile.
	 * @param task the present record
	 * @throws Exception if the owner could not be told; it is logged, the record is not
	 * changed, and the call is repeated later
	 */
	void cancel(BackgroundTaskRecord task) throws Exception;

}
