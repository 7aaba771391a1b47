package io.github.taskhost;

/**
 * The behaviour of a join when one of its tasks fails or is cancelled.
 */
public enum JoinPolicy {

	/**
	 * The join ends with the first task that fails or is cancelled. The cancellation of
	 * the other live tasks is requested, and the join does not wait for their ends.
	 */
	FAIL_FAST,

	/**
	 * The join waits for the ends of all tasks. If several of them failed or were
	 * cancelled, it throws the exception of the first in the order of the handles, with
	 * up to 100 others suppressed.
	 */
	WAIT_ALL

}
