package io.github.taskhost.message;

/**
 * The delivery state of a message of a task.
 */
public enum MessageDelivery {

	/** The message waits for the work to take it. */
	QUEUED,

	/** The work has taken the message, or an outbound message was posted. */
	DELIVERED,

	/** The work did not take the message. It is retained for readers. */
	NOT_DELIVERED

}
