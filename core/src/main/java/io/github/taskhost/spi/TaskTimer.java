package io.github.taskhost.spi;

import java.time.Duration;

/**
 * A timer that runs actions after a delay, measured by the clock of the host.
 * Thread-safe.
 */
public interface TaskTimer {

	/**
	 * Schedules an action.
	 * @param action a fast action without user code
	 * @param delay the delay; zero or less to run it at once
	 * @return the scheduled action
	 */
	Scheduled schedule(Runnable action, Duration delay);

	/** Starts the timer, or starts it again after a stop. Has no effect while it runs. */
	void start();

	/** Stops the timer. Scheduled actions are dropped, and new ones are not accepted. */
	void stop();

	/** A scheduled action. */
	@FunctionalInterface
	interface Scheduled {

		/** Cancels the action. Has no effect if it has run. */
		void cancel();

	}

}
