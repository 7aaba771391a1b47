package io.github.taskhost;

import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The body of a managed task.
 *
 * @param <R> what it returns; {@code null} is a value
 */
@FunctionalInterface
public interface BackgroundTask<R extends @Nullable Object> {

	/**
	 * Does the work, on a thread of its own. Returning ends the task
	 * {@link BackgroundTaskState#COMPLETED}; throwing ends it
	 * {@link BackgroundTaskState#FAILED}, or {@link BackgroundTaskState#CANCELLED} when
	 * it throws because it was asked to cancel.
	 * @param context the body's view of its task; for this attempt only
	 * @return the result, for the handle and, when it can be written as JSON, the record
	 * @throws Exception whatever went wrong
	 */
	R run(BackgroundTaskContext context) throws Exception;

}
