package io.github.taskhost.jdbc.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of this process, set right by that of the database while the two differ by
 * more than half a second, so that nodes with wrong clocks start delayed tasks in time.
 * Smaller differences are left, so that times do not jump. Thread-safe.
 */
public final class DatabaseClock extends Clock {

	private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);

	private static final Duration TOLERANCE = Duration.ofMillis(500);

	private final Clock local;

	private volatile Duration offset = Duration.ZERO;

	/**
	 * Creates a clock that agrees with the local one at first.
	 * @param local the clock of this process
	 */
	public DatabaseClock(Clock local) {
		this.local = local;
	}

	/**
	 * Compares the clocks. Called by one thread at a time.
	 * @param database the time of the database, read between the question and now
	 * @param roundTrip the time since the question; a longer one than half a second tells
	 * too little
	 */
	void compare(Instant database, Duration roundTrip) {
		if (roundTrip.compareTo(TOLERANCE) > 0) {
			return;
		}
		Duration ahead = Duration.between(this.local.instant(), database.plus(roundTrip.dividedBy(2)));
		if (ahead.minus(this.offset).abs().compareTo(TOLERANCE) > 0) {
			this.offset = (ahead.abs().compareTo(TOLERANCE) > 0) ? ahead : Duration.ZERO;
			log.warn("The clock of the database is {} ahead of that of this process; the times of tasks follow the "
					+ "database", ahead);
		}
	}

	@Override
	public Instant instant() {
		return this.local.instant().plus(this.offset);
	}

	@Override
	public ZoneId getZone() {
		return this.local.getZone();
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new Zoned(this, zone);
	}

	/** This clock in another zone. */
	private static final class Zoned extends Clock {

		private final Clock clock;

		private final ZoneId zone;

		Zoned(Clock clock, ZoneId zone) {
			this.clock = clock;
			this.zone = zone;
		}

		@Override
		public Instant instant() {
			return this.clock.instant();
		}

		@Override
		public ZoneId getZone() {
			return this.zone;
		}

		@Override
		public Clock withZone(ZoneId other) {
			return new Zoned(this.clock, other);
		}

	}

}
