package io.github.taskhost.task;

/**
 * The time until which a task holds its idempotency key. While a task of a session holds
 * a key, a further registration with the key returns that task; a key that no task holds
 * starts new work.
 */
public enum IdempotencyPolicy {

	/** The key is held while the task is live. */
	WHILE_LIVE,

	/**
	 * The key is held while the task is live, and after it has completed until retention
	 * removes its record. A task that failed or was cancelled leaves the key, so that the
	 * work can be tried again.
	 */
	UNTIL_SUCCESS,

	/**
	 * The key is held until retention removes the record of the task, or until its window
	 * has passed.
	 */
	RETAINED

}
