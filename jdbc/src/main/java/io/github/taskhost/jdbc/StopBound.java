package io.github.taskhost.jdbc;

import java.time.Duration;

/**
 * The bound of all waits for the database while the host stops. It applies while the
 * database is away: ends of bodies that wind down are stored as usual. Thread-safe.
 */
final class StopBound {

	private final Duration time;

	private volatile boolean stopping;

	private volatile long end;

	private volatile boolean away;

	StopBound(Duration time) {
		this.time = time;
	}

	/** Begins or ends the bound. */
	void stopping(boolean stops) {
		this.end = System.nanoTime() + this.time.toNanos();
		this.stopping = stops;
	}

	/** Notes whether a writer has no connection to the database. */
	void away(boolean isAway) {
		this.away = isAway;
	}

	/** The time that is left, in nanoseconds; the largest number without a bound. */
	long left(long now) {
		return (this.stopping && this.away) ? this.end - now : Long.MAX_VALUE;
	}

	/** Whether waits are over. */
	boolean isOver() {
		return left(System.nanoTime()) <= 0;
	}

}
