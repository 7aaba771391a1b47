package io.github.taskhost.event;

/**
 * The reason why a task wakes its session.
 */
public enum WakeReason {

	/** The task posted a message. */
	MESSAGE,

	/** The task asked a question. */
	QUESTION,

	/** The task ended. */
	ENDED

}
