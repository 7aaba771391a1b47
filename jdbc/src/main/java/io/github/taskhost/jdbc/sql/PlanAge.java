package io.github.taskhost.jdbc.sql;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The age of the plans of a connection. Plans are over at once when work begins, after
 * {@value #FIRST_MILLIS} ms, and then each time after twice as long, up to
 * {@value #LONGEST_MILLIS} ms: tables that were empty grow fastest at the beginning. Used
 * by one thread.
 */
final class PlanAge {

	static final int FIRST_MILLIS = 25;

	static final int LONGEST_MILLIS = 1000;

	private final LongSupplier clock;

	private long since;

	private long longest;

	/**
	 * Creates an age of plans that are not over.
	 * @param clock the time in nanoseconds, as {@link System#nanoTime()}
	 */
	PlanAge(LongSupplier clock) {
		this.clock = clock;
		this.since = clock.getAsLong();
	}

	/** Notes that work begins. */
	void restart() {
		this.longest = 0;
	}

	/** Whether the plans are over. The caller makes new ones then. */
	boolean isOver() {
		long now = this.clock.getAsLong();
		if (now - this.since < this.longest) {
			return false;
		}
		this.since = now;
		this.longest = Math.clamp(this.longest * 2, TimeUnit.MILLISECONDS.toNanos(FIRST_MILLIS),
				TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS));
		return true;
	}

}
