package io.github.taskhost.local.time;

import java.time.Duration;

import io.github.taskhost.spi.TaskTimer;

/**
 * Runs actions after a delay on helper threads, so that the timer thread never runs user
 * code.
 */
public final class Alarms {

	private final TaskTimer timer;

	private final HostThreads threads;

	public Alarms(TaskTimer timer, HostThreads threads) {
		this.timer = timer;
		this.threads = threads;
	}

	/**
	 * Schedules an action.
	 * @param delay the delay; zero or negative for at once
	 * @param action the action; may block and run user code
	 * @return the scheduled action, to cancel it
	 */
	public TaskTimer.Scheduled after(Duration delay, Runnable action) {
		return this.timer.schedule(() -> this.threads.execute(action), delay);
	}

}
