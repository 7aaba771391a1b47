package io.github.taskhost.kind;

import java.lang.reflect.Type;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * The control plane of a kind whose work runs outside the host: in a process, a remote
 * job or another system. The host calls the executor; the work reports through the
 * {@link TaskReporter}, during a call or at any later time. In the starter, a bean of
 * this type defines the kind.
 *
 * <p>
 * Calls run on threads of the host, one at a time for each task, in the order of their
 * requests; a cancellation goes before waiting calls. A call that exceeds
 * {@code taskhost.control.timeout} is interrupted and counts as failed. Only
 * {@link #cancel} is required; the defaults of {@link #start} and {@link #deliver} throw
 * {@link UnsupportedTaskOperationException}. Must be thread-safe: calls for different
 * tasks run at the same time.
 */
public interface BackgroundTaskExecutor {

	/**
	 * Returns the name of the kind.
	 * @return a lower-case letter, then at most 63 of {@code a-z 0-9 -}
	 */
	String kind();

	/**
	 * Returns the type of the input. A task whose input cannot be read as this type is
	 * refused when it is submitted. {@link TaskReporter#input} reads the input.
	 * @return a type that the {@link PayloadCodec} of the host reads; {@link JsonPayload}
	 * for any JSON or no input
	 */
	default Type inputType() {
		return JsonPayload.class;
	}

	/**
	 * Returns the type of the result, for the description of the kind.
	 * @return the type, or {@code null} if it is not known
	 */
	default @Nullable Type resultType() {
		return null;
	}

	/**
	 * Returns a description of the work of the kind, for people and programs.
	 * @return at most 2,000 characters, or {@code null} for none
	 */
	default @Nullable String description() {
		return null;
	}

	/**
	 * Returns the options of the kind. Options that are configured in the host have
	 * precedence.
	 * @return the options; a kind with a reconcile interval is polled
	 */
	default KindOptions options() {
		return KindOptions.NONE;
	}

	/**
	 * Changes a stored input of an earlier version of the kind to the present schema,
	 * before it is read. Called each time the input is read, so it must be fast and
	 * without effects. An exception is an input that cannot be read.
	 * @param input the stored input, or {@code null} for none
	 * @param from its schema version, less than the {@code schemaVersion} of the kind
	 * @return the input in the present schema; by default the input as it is
	 */
	default @Nullable JsonPayload upgrade(@Nullable JsonPayload input, int from) {
		return input;
	}

	/**
	 * Returns whether {@link #start} can take up work that an earlier attempt started.
	 * @return {@code true} if it can
	 */
	default boolean canReattach() {
		return false;
	}

	/**
	 * Starts the work, or takes it up at a later attempt. A normal return does not end
	 * the task: the work ends it through the reporter. An exception fails the attempt.
	 * @param task the record of the task, {@link BackgroundTaskState#RUNNING}
	 * @param reporter the reporter of this attempt
	 * @throws Exception if the work could not be started
	 */
	default void start(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		throw new UnsupportedTaskOperationException(kind(), "start");
	}

	/**
	 * Delivers a message to the work, or the answer to a question of the work. Called
	 * only after {@link #start} has returned for the present attempt: earlier messages
	 * wait for it. A question is answered when this method has returned, or when the work
	 * asks its next question meanwhile; until then the task is WAITING.
	 * @param task the record of the task
	 * @param message the message; {@link TaskMessage#questionKey()} is the key of the
	 * question that it answers, if any. An answer is a data part; a text part says that
	 * the question was declined
	 * @param reporter the reporter of the current attempt
	 * @throws AnswerRefusedException to refuse an answer: the question stays open, and
	 * the sender gets the reason
	 * @throws Exception if the message could not be delivered: it is retained, and the
	 * sender gets the reason. An answer is delivered again with back-off, up to
	 * {@code taskhost.control.deliver-attempts} calls in all, so it may arrive twice;
	 * after the last one the question is open again
	 */
	default void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) throws Exception {
		throw new UnsupportedTaskOperationException(kind(), "deliver");
	}

	/**
	 * Winds the work down, because the task was asked to cancel or its record has ended
	 * before the work did. The work reports its end, of any sort, through the reporter.
	 * Called at least once: a call that throws or exceeds its timeout is repeated with
	 * back-off ({@code taskhost.cancel.owner-retry}) until one returns, the work has
	 * reported its end, or the record was removed. Must return normally for work that has
	 * ended meanwhile.
	 * @param task the record of the task
	 * @param reporter the reporter of the current attempt
	 * @throws Exception if the work could not be told; it is logged, the record is not
	 * changed, and the call is repeated later
	 */
	void cancel(BackgroundTaskRecord task, TaskReporter reporter) throws Exception;

	/**
	 * Brings the record up to date with the work. Called at the reconcile interval of the
	 * kind while the task is live, never twice at once for a task, and with a back-off
	 * after failures. Does nothing by default.
	 * @param task the record of the task
	 * @param reporter the reporter of the current attempt
	 * @throws Exception if the state of the work could not be read; it is logged, and the
	 * call is repeated later
	 */
	default void reconcile(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		// nothing to bring up to date
	}

}
