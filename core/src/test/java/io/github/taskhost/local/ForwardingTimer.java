package io.github.taskhost.local;

import java.time.Duration;

import io.github.taskhost.spi.TaskTimer;

/** A timer that passes every call on; base of timers that change one of them. */
class ForwardingTimer implements TaskTimer {

	private final TaskTimer timer;

	ForwardingTimer(TaskTimer timer) {
		this.timer = timer;
	}

	@Override
	public long nanoTime() {
		return this.timer.nanoTime();
	}

	@Override
	public Scheduled schedule(Runnable action, Duration delay) {
		return this.timer.schedule(action, delay);
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
