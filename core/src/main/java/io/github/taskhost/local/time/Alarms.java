package io.github.taskhost.local.time;

import java.time.Duration;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.spi.TaskTimer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions of the host after a delay, on platform threads: neither on the timer
 * thread, which a slow action would hold up, nor on virtual threads, whose carriers may
 * all be occupied by bodies.
 */
public final class Alarms {

	private static final Logger log = LoggerFactory.getLogger(Alarms.class);

	private static final Duration PAUSE_WITHOUT_THREADS = Duration.ofMillis(100);

	private final TaskTimer timer;

	private final AlarmThreads threads;

	public Alarms(TaskTimer timer, ClassLoader classLoader) {
		this.timer = timer;
		this.threads = new AlarmThreads(classLoader);
	}

	/**
	 * Schedules an action.
	 * @param delay the delay; zero or negative for at once
	 * @param action the action; may commit changes, but must not run user code
	 * @return the scheduled action, to cancel it
	 */
	public TaskTimer.Scheduled after(Duration delay, Runnable action) {
		return this.timer.schedule(() -> act(action), delay);
	}

	/** Reads the monotonic clock that measures the delays. */
	public long nanoTime() {
		return this.timer.nanoTime();
	}

	/** Tries again after a pause when no thread can be created: no alarm may get lost. */
	private void act(Runnable action) {
		try {
			this.threads.execute(action);
		}
		catch (Throwable ex) {
			this.timer.schedule(() -> act(action), PAUSE_WITHOUT_THREADS);
			log.error("No thread could be created for an alarm of the host; it is tried again", LogSafe.of(ex));
		}
	}

	/** Starts the timer again after {@link #stop()}. */
	public void start() {
		this.timer.start();
		this.threads.keepIdle();
	}

	/** Stops the timer, which drops the scheduled actions; actions that are due go on. */
	public void stop() {
		this.timer.stop();
		this.threads.endIdle();
	}

	/** Whether an action that is due has not returned. */
	public boolean areActing() {
		return this.threads.areActing();
	}

	/**
	 * Whether the current thread runs an action; user code must go to a helper thread.
	 */
	public static boolean isActing() {
		return AlarmThreads.isCurrent();
	}

}
