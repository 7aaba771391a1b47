package io.github.taskhost.local.time;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.spi.TaskTimer.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * The next alarm of an action that comes again and again: at most one is scheduled.
 * Thread-safe.
 */
public final class NextAlarm {

	private final Alarms alarms;

	private final Runnable action;

	/** Guards {@code scheduled}; the action does not run under it. */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Scheduled scheduled;

	public NextAlarm(Alarms alarms, Runnable action) {
		this.alarms = alarms;
		this.action = action;
	}

	/**
	 * Schedules the action in place of a scheduled one, which stays if the timer fails.
	 */
	public void in(Duration delay) {
		this.lock.lock();
		try {
			Scheduled earlier = this.scheduled;
			this.scheduled = this.alarms.after(delay, this.action);
			if (earlier != null) {
				earlier.cancel();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
