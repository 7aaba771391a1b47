package io.github.taskhost;

import java.time.Duration;
import java.util.Optional;

import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * A body's view of its own task: the report plane and, beyond it, what only a body has.
 * Valid for one attempt, on any thread. Every call that blocks wakes on a cancellation.
 */
public interface BackgroundTaskContext extends TaskReporter {

	/**
	 * Whether the task was asked to cancel, or has ended.
	 * @return {@code true} if the body should wind down
	 */
	boolean isCancelled();

	/**
	 * Leaves the body if the task was asked to cancel, or has ended.
	 * @throws TaskCancelledException if so
	 */
	void throwIfCancelled();

	/**
	 * Has something done when the task is asked to cancel or is ended from outside; at
	 * once when that has happened already. It runs on a thread of the host's; what it
	 * throws is logged. A body has at most 100 such actions at a time.
	 * @param action what to do
	 * @return removes the action
	 * @throws TaskStateException if there are too many
	 */
	CancelRegistration onCancel(Runnable action);

	/**
	 * Sleeps, by the host's clock.
	 * @param duration how long
	 * @throws TaskCancelledException if the task is asked to cancel or ends meanwhile
	 * @throws InterruptedException if the thread is interrupted
	 */
	void sleep(Duration duration) throws InterruptedException;

	/**
	 * Asks a person and waits: the task is {@link BackgroundTaskState#WAITING} meanwhile.
	 * A question that was answered before, at whichever attempt, has its answer at once;
	 * use another key to ask anew.
	 * @param question the question
	 * @return the answer
	 * @throws InputDeadlineException if nobody answered by the deadline
	 * @throws InputWithdrawnException if the task left WAITING without an answer
	 * @throws TaskCancelledException if the task is asked to cancel or ends meanwhile
	 * @throws TaskStateException if the task asks something else now
	 * @throws InvalidTaskArgumentException if the question expects what cannot be checked
	 * @throws InterruptedException if the thread is interrupted
	 */
	Answer requestInput(InputRequest question) throws InterruptedException;

	/**
	 * Asks a person for a value of a type, and waits. An answer that is no such value is
	 * refused, with the path of what is wrong, and the question stays.
	 * @param <T> the type
	 * @param question the question
	 * @param type what the answer is read as
	 * @return the answer
	 * @throws InterruptedException if the thread is interrupted
	 * @see #requestInput(InputRequest)
	 */
	<T> T requestInput(InputRequest question, Class<T> type) throws InterruptedException;

	/**
	 * Takes the next message that was sent to the task.
	 * @param timeout how long to wait for one, at most
	 * @return the message, or empty when none came in time
	 * @throws TaskCancelledException if the task is asked to cancel or ends meanwhile
	 * @throws InterruptedException if the thread is interrupted
	 */
	Optional<TaskMessage> receive(Duration timeout) throws InterruptedException;

	/**
	 * Starts a child of this task in the task's session. A cancellation of this task
	 * reaches it; the normal end of this task leaves it.
	 * @param <R> what the body returns
	 * @param registration what the child is to be; its parent is this task
	 * @param body the work
	 * @return the handle of the child
	 */
	<R extends @Nullable Object> BackgroundTaskHandle<R> spawnChild(BackgroundTaskRegistration registration,
			BackgroundTask<R> body);

	/** Removes an action that waits for a cancellation. */
	@FunctionalInterface
	interface CancelRegistration extends AutoCloseable {

		/** Removes the action. Harmless when it has run, or was removed before. */
		@Override
		void close();

	}

}
