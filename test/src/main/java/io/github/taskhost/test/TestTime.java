package io.github.taskhost.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import io.github.taskhost.spi.TaskTimer;

/**
 * A clock and a timer in one bean, both driven by a test. Timeouts, delays, back-off,
 * grace periods and retention of the host take effect when the test advances the time. It
 * starts at 2026-01-01T00:00:00Z in UTC. Thread-safe.
 */
public final class TestTime extends Clock implements TaskTimer {

	private final SettableClock clock = new SettableClock();

	private final ManualTimer timer = new ManualTimer(this.clock);

	/** Creates a clock and a timer at the initial time. */
	public TestTime() {
		// the fields are initialized above
	}

	/**
	 * Advances the time and runs the due actions on the calling thread.
	 * @param duration the duration to advance by
	 */
	public void advance(Duration duration) {
		this.timer.advance(duration);
	}

	/**
	 * Waits until an action is pending that is due exactly this delay from now. Tests
	 * wait this way for the code under test to set its timer.
	 * @param delay the delay
	 * @throws AssertionError if there is none after 30 seconds; it shows the delays of
	 * the pending actions
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
	public long nanoTime() {
		return this.timer.nanoTime();
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
