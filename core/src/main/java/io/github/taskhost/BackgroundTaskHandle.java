package io.github.taskhost;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * One task, for whoever started it or looked it up. Bound to the uid: a later task with
 * the same id is another one. Safe for use by many threads.
 *
 * @param <R> what the body returns
 */
public interface BackgroundTaskHandle<R extends @Nullable Object> {

	/**
	 * The id of the task within its session.
	 * @return the task id
	 */
	String id();

	/**
	 * The incarnation of the task.
	 * @return the uid
	 */
	UUID uid();

	/**
	 * The task as it is now, or as it was when its record was removed.
	 * @return the record
	 */
	BackgroundTaskRecord record();

	/**
	 * Waits for the end of the task. Listeners may still be running then.
	 * @param timeout how long at most
	 * @return the terminal record
	 * @throws TaskAwaitTimeoutException if the task has not ended by then
	 * @throws TaskStateException if a body waits for its own task
	 * @throws InterruptedException if the thread is interrupted
	 */
	BackgroundTaskRecord await(Duration timeout) throws InterruptedException;

	/**
	 * What the body returned. Only the handle that the spawn returned has it.
	 * @return the value
	 * @throws TaskStateException if the task is not
	 * {@link BackgroundTaskState#COMPLETED}, was completed from outside, or if this
	 * handle did not start it
	 */
	R result();

	/**
	 * What the body threw, also when the task ended otherwise.
	 * @return the {@code Throwable}, or empty when it threw nothing, has not ended, or
	 * this handle did not start it
	 */
	Optional<Throwable> failure();

	/**
	 * Asks the task to cancel.
	 * @param reason why, or {@code null}; kept up to 512 characters
	 * @return the record after the request; unchanged when the task has ended
	 */
	BackgroundTaskRecord cancel(@Nullable String reason);

	/**
	 * The end of the task, as a stage. It completes with the terminal record however the
	 * task ends, on a thread that is not the task's.
	 * @return a stage that cannot be completed from outside
	 */
	CompletionStage<BackgroundTaskRecord> completion();

}
