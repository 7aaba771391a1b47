package io.github.taskhost.sample.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that a test advances.
 */
public final class SettableTime implements InstantSource {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

	/**
	 * Advances the clock.
	 * @param time the duration to advance by
	 */
	public void pass(Duration time) {
		this.now.updateAndGet((instant) -> instant.plus(time));
	}

	@Override
	public Instant instant() {
		return this.now.get();
	}

}
