package io.github.taskhost.local;

import java.time.Duration;
import java.util.function.BiFunction;

import io.github.taskhost.spi.TaskTimer;

/**
 * A timer that schedules in another way.
 *
 * @param timer the timer for everything else
 * @param scheduling schedules an action after a delay
 */
record TimerWith(TaskTimer timer, BiFunction<Runnable, Duration, Scheduled> scheduling) implements TaskTimer {

	@Override
	public long nanoTime() {
		return this.timer.nanoTime();
	}

	@Override
	public Scheduled schedule(Runnable action, Duration delay) {
		return this.scheduling.apply(action, delay);
	}

	@Override
	public void start() {
		this.timer.start();
	}

	@Override
	public void stop() {
		this.timer.stop();
	}

}
