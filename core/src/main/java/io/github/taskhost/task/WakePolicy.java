package io.github.taskhost.task;

/**
 * The events at which a task wakes the session that owns it.
 */
public enum WakePolicy {

	/** Never. */
	SILENT,

	/** At its end. */
	ON_TERMINAL,

	/** At every outbound message, at every question, and at its end. */
	ON_ACTIVITY

}
