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
	 *
	 * <p>
	 * A body that returns a {@link java.util.concurrent.Future} or
	 * {@link java.util.concurrent.CompletionStage} has not ended: the host waits for it
	 * on the thread of the body, and its outcome is that of the body. A cancel request
	 * and an interrupt cancel it.
	 * @param context the view of the task, valid for this attempt
	 * @return the result, available from the handle and, as JSON if the host has a codec,
	 * from the record
	 * @throws Exception if the work fails or is cancelled
	 */
	R run(BackgroundTaskContext context) throws Exception;

}
