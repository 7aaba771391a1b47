package io.github.taskhost.spi;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Creates the limiters of kinds whose options limit the rate of their starts. A host
 * without it refuses such options.
 */
@FunctionalInterface
public interface RateLimiters {

	/** The answer of a limiter that calls back as soon as it can tell. */
	long LATER = Long.MAX_VALUE;

	/**
	 * Creates the limiter of a kind.
	 * @param limit the limit
	 * @param nanoTime the monotonic clock of the host
	 * @param news run when a limiter that has answered {@link #LATER} can answer; may be
	 * run on any thread, does not block, and may be run more often
	 * @return the limiter
	 */
	Limiter limiter(Limit limit, LongSupplier nanoTime, Runnable news);

	/**
	 * A limit.
	 *
	 * @param kind the kind
	 * @param permits the number of starts in a period, at least 1
	 * @param period the period
	 * @param burst the largest number of permits that are saved up, at least 1
	 * @param perSession whether each session has the limit for itself
	 * @param inCluster whether all hosts with the same store count together
	 */
	record Limit(String kind, int permits, Duration period, int burst, boolean perSession, boolean inCluster) {
	}

	/**
	 * A limiter of one kind. A host calls it under a lock of the kind, by one thread at a
	 * time: calls are fast and do not wait.
	 */
	interface Limiter {

		/**
		 * Takes a permit if there is one.
		 * @param sessionId the session of the task
		 * @return 0 if a permit was taken; else the nanoseconds until there may be one,
		 * or {@link RateLimiters#LATER}
		 */
		long take(String sessionId);

		/**
		 * Gives back a permit that was not used.
		 * @param sessionId the session for which it was taken
		 */
		void giveBack(String sessionId);

		/**
		 * Called when no task of the kind waits in this host: a limiter that has fetched
		 * permits from a store gives them back.
		 */
		default void idle() {
		}

	}

}
