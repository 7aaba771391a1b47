package io.github.taskhost;

import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Tells the owner of work that runs elsewhere that its task is to end. Called at most
 * once for each task, on a thread of its own.
 */
@FunctionalInterface
public interface ExternalTaskCancellation {

	/**
	 * Passes the cancellation on. After a cancel request the owner still reports the end;
	 * after a cancel now the task has ended already.
	 * @param task the record after the cancellation
	 * @throws Exception whatever went wrong; it is logged and changes nothing
	 */
	void cancel(BackgroundTaskRecord task) throws Exception;

}
