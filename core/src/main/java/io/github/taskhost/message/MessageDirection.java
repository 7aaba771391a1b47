package io.github.taskhost.message;

/**
 * Which way a message of a task goes.
 */
public enum MessageDirection {

	/** To the work. */
	INBOUND,

	/** From the work. */
	OUTBOUND

}
