package io.github.taskhost.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import io.github.taskhost.spi.TaskTimer;

/**
 * Time that a test moves: a clock, and a timer that goes by it, in one bean. What is due,
 * such as timeouts, delays, grace periods and retention, comes when the time has been
 * moved there. Safe for use by many threads.
 */
public final class TestTime extends Clock implements TaskTimer {

	private final SettableClock clock = new SettableClock();

	private final ManualTimer timer = new ManualTimer(this.clock);

	/** Makes a time that stands still. */
	public TestTime() {
		// it stands until it is moved
	}

	/**
	 * Moves the time on, and does what is due by then.
	 * @param duration how far
	 */
	public void advance(Duration duration) {
		this.timer.advance(duration);
	}

	/**
	 * Waits until something is to come after exactly this delay from now: the signal that
	 * the code under test has come so far.
	 * @param delay the delay
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void awaitScheduled(Duration delay) throws InterruptedException {
		this.timer.awaitScheduled(delay);
	}

	@Override
	public Instant instant() {
		return this.clock.instant();
	}

	@Override
	public ZoneId getZone() {
		return this.clock.getZone();
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this.clock.withZone(zone);
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
