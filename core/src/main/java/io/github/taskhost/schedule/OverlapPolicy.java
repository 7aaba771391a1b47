package io.github.taskhost.schedule;

/**
 * Policies for a due time at which the last run of the schedule is still live. Under none
 * of them two runs that are due are live at the same time.
 */
public enum OverlapPolicy {

	/** The due time is skipped and counted. */
	SKIP,

	/**
	 * The run starts when the last one has ended. At most one due time waits; further
	 * ones are skipped and counted.
	 */
	QUEUE,

	/**
	 * The last run is asked to cancel, and the run starts when it has ended. At most one
	 * due time waits, the newest; those that it replaces are counted as skipped.
	 */
	CANCEL_PREVIOUS

}
