package io.github.taskhost;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessagePage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
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
	 * Sends a text to the work.
	 * @param text the text
	 * @return what became of it
	 * @see #send(List)
	 */
	default TaskMessageReceipt send(String text) {
		return send(List.of(TaskMessagePart.text(text)));
	}

	/**
	 * Sends a message to the work. A body receives it when it asks for it. A kind's
	 * executor is given it now: this waits for that, at most for the host's bound for
	 * control calls. A message that is not taken is kept, and the receipt says so.
	 * @param parts what it says
	 * @return what became of it
	 * @throws TaskStateException if the task has ended
	 * @throws TaskRejectedException if too many messages wait for the body
	 * @throws InvalidTaskArgumentException if it is too large, or has no part or more
	 * than 100
	 */
	TaskMessageReceipt send(List<TaskMessagePart> parts);

	/**
	 * The messages of the task, both ways, oldest first.
	 * @param after the id of the message to go on after, or {@code null} for the first
	 * @param limit how many at most, from 1 to 1,000
	 * @return a page
	 * @throws InvalidTaskArgumentException if the limit or the id is not valid
	 */
	TaskMessagePage messages(@Nullable String after, int limit);

	/**
	 * Answers the question that the task asks.
	 * @param key the question
	 * @param value the answer: {@link JsonPayload}, or a value that the host's
	 * {@link PayloadCodec} writes
	 * @return what became of it: a body has it, an executor was given it
	 * @throws TaskStateException if the task does not ask that, or it was answered
	 * @throws InvalidTaskArgumentException if the answer does not fit what the question
	 * expects, with the reason; the question stays
	 * @throws AnswerNotPermittedException if the question names an authority that the
	 * caller does not have; the question stays
	 */
	TaskMessageReceipt answer(String key, Object value);

	/**
	 * The answers that are kept, oldest first.
	 * @return the answers
	 */
	List<Answer> answers();

	/**
	 * What the work wrote to its output.
	 * @param after the position to go on after, 0 for the first line that is retained
	 * @param limit how many lines at most, from 1 to 1,000
	 * @return a page
	 * @throws InvalidTaskArgumentException if the position or the limit is not valid
	 */
	TaskOutputPage output(long after, int limit);

	/**
	 * What the work wrote to its output, as soon as there is some: call it again with the
	 * position that it returned to follow the output.
	 * @param after the position to go on after, 0 for the first line that is retained
	 * @param limit how many lines at most, from 1 to 1,000
	 * @param timeout how long to wait, at most
	 * @return a page; empty when none came in time, or the task has ended
	 * @throws InvalidTaskArgumentException if the position or the limit is not valid
	 * @throws InterruptedException if the thread is interrupted
	 */
	TaskOutputPage awaitOutput(long after, int limit, Duration timeout) throws InterruptedException;

	/**
	 * The end of the task, as a stage. It completes with the terminal record however the
	 * task ends, on a thread that is not the task's.
	 * @return a stage that cannot be completed from outside
	 */
	CompletionStage<BackgroundTaskRecord> completion();

}
