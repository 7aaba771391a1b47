package io.github.taskhost.error;

/**
 * Reasons for which a host refuses new work, subscriptions, messages and questions.
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

	/**
	 * The task has answers to {@code taskhost.limits.answers} keys, and asks a further
	 * key.
	 */
	ANSWERS,

	/**
	 * {@code taskhost.limits.questions} threads of the body wait for their turn to ask.
	 */
	QUESTIONS,

	/** The host has 10,000 schedules. */
	SCHEDULES,

	/** The session is closing. */
	SESSION_CLOSING,

	/** The host is shutting down or has stopped. */
	SHUTDOWN

}
