package io.github.taskhost.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it. Safe for use by many threads.
 */
public final class SettableClock extends Clock {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	/** Makes a clock at a fixed time. */
	public SettableClock() {
		// it stands at the fixed time
	}

	/**
	 * Moves the clock.
	 * @param duration how far; may be negative
	 * @return the new time
	 */
	public Instant advance(Duration duration) {
		return this.now.updateAndGet((time) -> time.plus(duration));
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}
