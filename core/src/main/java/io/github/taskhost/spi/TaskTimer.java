package io.github.taskhost.spi;

import java.time.Duration;

/**
 * A timer that runs actions after a delay. It has the monotonic clock of the host, which
 * measures all durations: a wall clock that is set back or forward does not change them.
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

	/**
	 * Reads the monotonic clock that measures the delays: an action whose delay is over
	 * must find that this clock advanced by the delay. Only differences of readings have
	 * a meaning.
	 * @return the reading in nanoseconds: {@link System#nanoTime()} for a timer that runs
	 * in real time
	 */
	long nanoTime();

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
