package io.github.taskhost;

import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * A callback that tells the owner of external work to end it. Called at most once for
 * each task, on a new thread of the host.
 */
@FunctionalInterface
public interface ExternalTaskCancellation {

	/**
	 * Passes a cancellation on to the owner. After a cancel request, the owner still
	 * reports the end; after a cancel now, the task has already ended.
	 * @param task the record after the cancellation
	 * @throws Exception if the owner could not be told; it is logged, and the record is
	 * not changed
	 */
	void cancel(BackgroundTaskRecord task) throws Exception;

}
