package io.github.taskhost.local.task;

import io.github.taskhost.message.TaskMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the work that an executor drives.
 */
public interface Sending {

	/** The message. */
	TaskMessage message();

	/**
	 * Whether this is the reply to a question: a task has one at most, and its failed
	 * delivery is repeated.
	 */
	boolean isReply();

	/** Begins a delivery; returns whether the message is still wanted. */
	boolean begins();

	/**
	 * The message has to wait, and its sender does not.
	 * @param failure the throwable of the failed delivery that is repeated later, or
	 * {@code null} if the message waits for the start of the present attempt
	 */
	void waits(@Nullable Throwable failure);

	/**
	 * The delivery is over; called once.
	 * @param failure the throwable, or {@code null} if the message was delivered
	 */
	void over(@Nullable Throwable failure);

}
