package io.github.taskhost.spi;

import java.time.Duration;

/**
 * Lets the host do something later, by the same time as its clock. Safe for use by many
 * threads.
 */
public interface TaskTimer {

	/**
	 * Does something later.
	 * @param action what; quick, and never user code
	 * @param delay after how long; zero or less for at once
	 * @return cancels it
	 */
	Scheduled schedule(Runnable action, Duration delay);

	/** Starts the timer again after it was stopped; harmless while it runs. */
	void start();

	/** Stops the timer. What was scheduled is forgotten, and nothing new is taken in. */
	void stop();

	/** Something that was scheduled. */
	@FunctionalInterface
	interface Scheduled {

		/** Cancels it; harmless when it was done. */
		void cancel();

	}

}
