package io.github.taskhost;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.InputDeclinedException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.internal.json.UnknowingMapper;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessagePage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A handle of one task, identified by its uid: a later task with the same id has another
 * handle. Thread-safe.
 *
 * @param <R> the type of the result
 */
public interface BackgroundTaskHandle<R extends @Nullable Object> {

	/**
	 * Returns the id of the task within its session.
	 * @return the task id
	 */
	String id();

	/**
	 * Returns the uid of the task.
	 * @return the uid
	 */
	UUID uid();

	/**
	 * Returns the current record of the task, or the last one if the record was removed.
	 * @return the record
	 */
	BackgroundTaskRecord record();

	/**
	 * Waits for the end of the task. Listeners may still be running when this method
	 * returns.
	 * @param timeout the maximum time to wait
	 * @return the terminal record
	 * @throws TaskAwaitTimeoutException if the task has not ended by then; it goes on
	 * @throws TaskStateException if a body waits for its own task
	 * @throws InterruptedException if the thread is interrupted
	 */
	BackgroundTaskRecord await(Duration timeout) throws InterruptedException;

	/**
	 * Returns the result of the body. Available only from the handle that the spawn
	 * returned; other handles have {@link #result(Class)}.
	 * @return the result
	 * @throws TaskStateException if the task is not
	 * {@link BackgroundTaskState#COMPLETED}, if it was completed from outside, or if this
	 * handle did not start it. The cause is {@link #failure()}, if there is one
	 */
	R result();

	/**
	 * Returns the result as a value of a type: the value that the body returned if this
	 * handle has it and it is of the type, else the result of the record, decoded by the
	 * {@link PayloadCodec} of the host.
	 * @param <T> the type of the value
	 * @param type the class of the value
	 * @return the result
	 * @throws TaskStateException if the task is not
	 * {@link BackgroundTaskState#COMPLETED}, with {@link #failure()} as the cause, or if
	 * its record has no result, or one that was omitted or does not fit the type
	 */
	<T> T result(Class<T> type);

	/**
	 * Returns the exception of the body, in whichever state the task ended. Available
	 * only from the handle that the spawn returned.
	 * @return the {@code Throwable}, or empty if the body threw none, the task has not
	 * ended, or this handle did not start it
	 */
	Optional<Throwable> failure();

	/**
	 * Requests the cancellation of the task. Its cancel policy says how the request is
	 * carried out.
	 * @param reason the reason, or {@code null}; kept up to 512 characters
	 * @return the record after the request; unchanged if the task has ended
	 */
	BackgroundTaskRecord cancel(@Nullable String reason);

	/**
	 * Cancels the task at once, like {@link BackgroundTaskOperations#cancelManaged}, but
	 * never another task that has its id by now.
	 * @param reason the reason, or {@code null}; kept up to 512 characters
	 * @return the record after the cancellation; unchanged if the task has ended
	 */
	BackgroundTaskRecord cancelNow(@Nullable String reason);

	/**
	 * Starts the next attempt of the task, whose executor takes up running work. Reports
	 * of the previous attempt are refused from then on.
	 * @return the record after the change
	 * @throws UnsupportedTaskOperationException if the executor cannot re-attach
	 * @throws TaskStateException if the task has ended, has not started, or was asked to
	 * cancel
	 */
	BackgroundTaskRecord reattach();

	/**
	 * Sends a text message to the work.
	 * @param text the text
	 * @return the outcome
	 * @see #send(List)
	 */
	default TaskMessageReceipt send(String text) {
		return send(List.of(TaskMessagePart.text(text)));
	}

	/**
	 * Sends a message to the work. A body takes it with
	 * {@link BackgroundTaskContext#receive}. To an executor it is delivered at once, and
	 * this call waits for the delivery for up to {@code taskhost.control.timeout}. A
	 * message that was not delivered is retained, and the receipt has the reason.
	 * @param parts the content, 1 to 100 parts
	 * @return the outcome
	 * @throws TaskStateException if the task has ended
	 * @throws TaskRejectedException if the mailbox of the body is full
	 * @throws InvalidTaskArgumentException if the message is too large, or the number of
	 * parts is not 1 to 100
	 */
	TaskMessageReceipt send(List<TaskMessagePart> parts);

	/**
	 * Returns the retained messages of the task in both directions, oldest first.
	 * @param after the id of the message after which the page starts, or {@code null} for
	 * the first page
	 * @param limit the maximum size of the page, from 1 to 1,000
	 * @return a page
	 * @throws InvalidTaskArgumentException if the id or the limit is not valid
	 */
	TaskMessagePage messages(@Nullable String after, int limit);

	/**
	 * Answers the open question of the task. The key is enough for a key that the task
	 * asks for the first time; after that the answer must name the number of the question
	 * too.
	 * @param key the key of the question
	 * @param value the answer: {@link JsonPayload}, or a value that the
	 * {@link PayloadCodec} of the host encodes
	 * @return the outcome of the delivery to the body or to the executor
	 * @throws TaskStateException if the task has no open question with this key, or has
	 * asked the key before
	 * @throws InvalidTaskArgumentException if the answer does not fit the expected type
	 * or JSON Schema; the question stays open
	 * @throws AnswerNotPermittedException if the caller lacks the authority that the
	 * question requires; the question stays open
	 * @see #answer(String, int, Object)
	 */
	TaskMessageReceipt answer(String key, Object value);

	/**
	 * Answers the question of the task with a key and a number, if it is open.
	 * @param key the key of the question
	 * @param number the number of the question, {@link InputRequest#number()}
	 * @param value the answer: {@link JsonPayload}, or a value that the
	 * {@link PayloadCodec} of the host encodes
	 * @return the outcome of the delivery to the body or to the executor
	 * @throws TaskStateException if no question with this key and number is open
	 * @throws InvalidTaskArgumentException if the number is less than 1, or the answer
	 * does not fit the expected type or JSON Schema; the question stays open
	 * @throws AnswerNotPermittedException if the caller lacks the authority that the
	 * question requires; the question stays open
	 */
	TaskMessageReceipt answer(String key, int number, Object value);

	/**
	 * Declines the open question of the task: no answer will come. A body that waits gets
	 * an {@link InputDeclinedException}; other work gets a message with the key of the
	 * question and a text part, where an answer has a data part. The key is enough as in
	 * {@link #answer(String, Object)}.
	 * @param key the key of the question
	 * @param reason the reason, or {@code null}; kept up to 512 characters
	 * @return the outcome of the delivery to the body or to the executor
	 * @throws TaskStateException if the task has no open question with this key, or has
	 * asked the key before
	 * @throws AnswerNotPermittedException if the caller lacks the authority that an
	 * answer requires; the question stays open
	 * @see #decline(String, int, String)
	 */
	TaskMessageReceipt decline(String key, @Nullable String reason);

	/**
	 * Declines the question of the task with a key and a number, if it is open.
	 * @param key the key of the question
	 * @param number the number of the question, {@link InputRequest#number()}
	 * @param reason the reason, or {@code null}; kept up to 512 characters
	 * @return the outcome of the delivery to the body or to the executor
	 * @throws TaskStateException if no question with this key and number is open
	 * @throws InvalidTaskArgumentException if the number is less than 1
	 * @throws AnswerNotPermittedException if the caller lacks the authority that an
	 * answer requires; the question stays open
	 */
	TaskMessageReceipt decline(String key, int number, @Nullable String reason);

	/**
	 * Returns the retained answers of the task, the newest for each key, in the order in
	 * which the keys were first answered.
	 * @return the answers
	 */
	List<Answer> answers();

	/**
	 * Returns a page of the retained output of the task.
	 * @param after the position after which the page starts, 0 for the first retained
	 * line
	 * @param limit the maximum number of lines, from 1 to 1,000
	 * @return a page
	 * @throws InvalidTaskArgumentException if the position or the limit is not valid
	 */
	TaskOutputPage output(long after, int limit);

	/**
	 * Returns a page of the output of the task, waiting for a line if there is none. To
	 * follow the output, call it again with {@link TaskOutputPage#next()}.
	 * @param after the position after which the page starts, 0 for the first retained
	 * line
	 * @param limit the maximum number of lines, from 1 to 1,000
	 * @param timeout the maximum time to wait
	 * @return a page; empty if no line arrived in time or the task has ended
	 * @throws InvalidTaskArgumentException if the position or the limit is not valid
	 * @throws InterruptedException if the thread is interrupted
	 */
	TaskOutputPage awaitOutput(long after, int limit, Duration timeout) throws InterruptedException;

	/**
	 * Returns a stage that completes with the terminal record, in whichever state the
	 * task ends. It is completed on a thread of the host, and not on the thread of the
	 * task.
	 * @return a stage that callers cannot complete
	 */
	CompletionStage<BackgroundTaskRecord> completion();

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(BackgroundTaskHandle.class);
	}

}
