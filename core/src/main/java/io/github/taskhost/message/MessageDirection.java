package io.github.taskhost.message;

/**
 * The direction of a message of a task.
 */
public enum MessageDirection {

	/** To the work. */
	INBOUND,

	/** From the work. */
	OUTBOUND

}
