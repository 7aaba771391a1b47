package io.github.taskhost;

import org.jspecify.annotations.Nullable;

/**
 * The body of a managed task: code that runs on a thread of the host.
 *
 * @param <R> the type of the result; {@code null} is a valid result
 */
@FunctionalInterface
public interface BackgroundTask<R extends @Nullable Object> {

	/**
	 * Runs the work, on a new thread for each attempt. A normal return ends the task
	 * {@code COMPLETED}. An exception ends it {@code FAILED} or starts the next attempt;
	 * after a cancel request, any exception ends it {@code CANCELLED} and is kept as its
	 * failure.
	 * @param context the view of the task, valid for this attempt
	 * @return the result, available from the handle and, as JSON if the host has a codec,
	 * from the record
	 * @throws Exception if the work fails or is cancelled
	 */
	R run(BackgroundTaskContext context) throws Exception;

}
