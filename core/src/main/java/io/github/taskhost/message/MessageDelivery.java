package io.github.taskhost.message;

/**
 * How far a message of a task has come.
 */
public enum MessageDelivery {

	/** It waits until the work takes it. */
	QUEUED,

	/** The work has taken it, or, for an outbound one, it was posted. */
	DELIVERED,

	/** The work did not take it. It is kept, for people to see. */
	NOT_DELIVERED

}
