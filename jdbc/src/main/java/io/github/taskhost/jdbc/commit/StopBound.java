package io.github.taskhost.jdbc.commit;

import java.time.Duration;

/**
 * The bound of all waits for the database while the host stops. It applies while the
 * database is away: ends of bodies that wind down are stored as usual. Thread-safe.
 */
public final class StopBound {

	private final Duration time;

	private volatile boolean stopping;

	private volatile long end;

	private volatile boolean away;

	public StopBound(Duration time) {
		this.time = time;
	}

	/** Begins or ends the bound. */
	public void stopping(boolean stops) {
		this.end = System.nanoTime() + this.time.toNanos();
		this.stopping = stops;
	}

	/** Notes whether a writer has no connection to the database. */
	public void away(boolean isAway) {
		this.away = isAway;
	}

	/** The time that is left, in nanoseconds; the largest number without a bound. */
	public long left(long now) {
		return (this.stopping && this.away) ? this.end - now : Long.MAX_VALUE;
	}

	/** Whether waits are over. */
	public boolean isOver() {
		return left(System.nanoTime()) <= 0;
	}

}
