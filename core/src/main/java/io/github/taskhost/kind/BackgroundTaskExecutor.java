package io.github.taskhost.kind;

import java.lang.reflect.Type;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;

/**
 * The control plane of a kind whose work runs elsewhere, or by means of its own: a remote
 * job, a process, another system. The host calls it; the work reports through the
 * {@link TaskReporter}, during a call or any time later. A bean of this type defines the
 * kind.
 *
 * <p>
 * Calls come on threads of the host's own, one at a time for each task, in the order they
 * were asked for; a cancellation goes before what still waits. A call that takes longer
 * than the host's bound for control calls is interrupted and counts as failed. What a
 * kind does not support answers {@link UnsupportedTaskOperationException}; only
 * {@link #cancel} is required. An implementation is safe for use by many threads: tasks
 * are independent of each other.
 */
public interface BackgroundTaskExecutor {

	/**
	 * The kind.
	 * @return a lower-case letter, then at most 63 of {@code a-z 0-9 -}
	 */
	String kind();

	/**
	 * What the input of a task of this kind is read as when one is submitted, and so what
	 * is refused then. {@link TaskReporter#input} reads it.
	 * @return a type that the host's {@link PayloadCodec} reads; {@link JsonPayload} for
	 * any JSON, or none
	 */
	default Type inputType() {
		return JsonPayload.class;
	}

	/**
	 * The options of the kind, where the host's own options for it leave them out.
	 * @return options; a kind with an interval for reconciling is polled
	 */
	default KindOptions options() {
		return KindOptions.NONE;
	}

	/**
	 * Whether {@link #start} can take up work that an earlier attempt began.
	 * @return {@code true} if so
	 */
	default boolean canReattach() {
		return false;
	}

	/**
	 * Begins the work, or takes it up again at a later attempt. Its return ends nothing:
	 * the work ends through its reporter. What it throws fails the task.
	 * @param task the task, {@link BackgroundTaskState#RUNNING}
	 * @param reporter the report plane of this attempt
	 * @throws Exception if the work could not be begun
	 */
	default void start(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		throw new UnsupportedTaskOperationException(kind(), "start");
	}

	/**
	 * Passes a message on to the work: steering, or the answer to a question that it
	 * asked.
	 * @param task the task
	 * @param message the message; {@link TaskMessage#questionKey()} names the question
	 * that it answers
	 * @param reporter the report plane of the present attempt
	 * @throws Exception if the work did not take it: the message is kept, and its sender
	 * told
	 */
	default void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) throws Exception {
		throw new UnsupportedTaskOperationException(kind(), "deliver");
	}

	/**
	 * Winds the work down: the task was asked to cancel, or its record has ended already.
	 * The work may still end in any way, through its reporter.
	 * @param task the task
	 * @param reporter the report plane of the present attempt
	 * @throws Exception if the work could not be told; that is logged, and the record
	 * stays as it is
	 */
	void cancel(BackgroundTaskRecord task, TaskReporter reporter) throws Exception;

	/**
	 * Brings the record up to date with the work. Called at the kind's interval while the
	 * task lives, never twice at once for a task; after a failure less often.
	 * @param task the task
	 * @param reporter the report plane of the present attempt
	 * @throws Exception if the work could not be looked at; that is logged, and tried
	 * again later
	 */
	default void reconcile(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		// nothing to bring up to date
	}

}
