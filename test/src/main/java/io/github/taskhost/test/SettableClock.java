package io.github.taskhost.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A wall clock that a test moves. It starts at 2026-01-01T00:00:00Z in UTC. Thread-safe.
 */
public final class SettableClock extends Clock {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	/** Creates a clock at its initial time. */
	public SettableClock() {
		// the initial time is a constant
	}

	/**
	 * Moves the clock.
	 * @param duration the duration to move by; may be negative
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
