package io.github.taskhost.jdbc;

import java.time.Duration;

/**
 * The bound of all waits for the database while the host stops. Thread-safe.
 */
final class StopBound {

	private final Duration time;

	private volatile boolean stopping;

	private volatile long end;

	StopBound(Duration time) {
		this.time = time;
	}

	/** Begins or ends the bound. */
	void stopping(boolean stops) {
		this.end = System.nanoTime() + this.time.toNanos();
		this.stopping = stops;
	}

	/** The time that is left, in nanoseconds; the largest number outside of a stop. */
	long left(long now) {
		return this.stopping ? this.end - now : Long.MAX_VALUE;
	}

}
