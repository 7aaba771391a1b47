package io.github.taskhost.error;

/**
 * Why the host did not take new work.
 */
public enum RejectionReason {

	/** The host has as many live tasks as its limit allows. */
	LIVE_TASKS,

	/** The session has as many live tasks as the limit for one session allows. */
	SESSION_LIVE_TASKS,

	/** The host has as many hidden tasks as its limit allows. */
	HIDDEN_TASKS,

	/** The host knows as many kinds as its limit allows. */
	KINDS,

	/** The host has as many subscriptions as its limit allows. */
	SUBSCRIPTIONS,

	/** As many messages wait for the body of the task as its limit allows. */
	MESSAGES,

	/** The session is being closed. */
	SESSION_CLOSING,

	/** The host is shutting down or stopped. */
	SHUTDOWN

}
