package io.github.taskhost.error;

/**
 * Reasons for which a host refuses new work, subscriptions and messages.
 */
public enum RejectionReason {

	/** The host has reached {@code taskhost.limits.live-tasks}. */
	LIVE_TASKS,

	/** The session has reached {@code taskhost.limits.live-tasks-per-session}. */
	SESSION_LIVE_TASKS,

	/** The host has reached {@code taskhost.limits.hidden-tasks}. */
	HIDDEN_TASKS,

	/** The host has reached {@code taskhost.limits.kinds}. */
	KINDS,

	/** The host has reached {@code taskhost.limits.subscriptions}. */
	SUBSCRIPTIONS,

	/**
	 * The mailbox of the task is full: {@code taskhost.messages.retained} messages wait
	 * for the body.
	 */
	MESSAGES,

	/** The session is closing. */
	SESSION_CLOSING,

	/** The host is shutting down or has stopped. */
	SHUTDOWN

}
