package io.github.taskhost.schedule;

/**
 * Policies for due times that passed without a run: no host was running, the schedule was
 * paused, or the clock was set forward. A due time is missed when a later one has passed
 * too, or when it is more than a minute late. Missed due times are counted.
 */
public enum MisfirePolicy {

	/** One run makes up for all due times that were missed. */
	RUN_ONCE,

	/** Nothing makes up for them; the schedule goes on with its next due time. */
	SKIP

}
