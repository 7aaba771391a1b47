package io.github.taskhost.event;

/**
 * Why a task wakes the session that owns it.
 */
public enum WakeReason {

	/** It sent a message. */
	MESSAGE,

	/** It asks a question. */
	QUESTION,

	/** It ended. */
	ENDED

}
