package io.github.taskhost.local.host;

import java.time.Clock;
import java.time.Instant;

import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.event.HandOver;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.NextAlarm;

/**
 * Removes old records and old failures of hidden work at regular intervals. At most one
 * sweep is scheduled: a sweep that ends after a restart replaces the sweep that the
 * restart scheduled.
 */
public final class Sweeps {

	private final Retention retention;

	private final HandOver handOver;

	private final Clock clock;

	private final Sessions sessions;

	private final NextAlarm next;

	public Sweeps(Alarms alarms, Retention retention, HandOver handOver, Clock clock, Sessions sessions) {
		this.next = new NextAlarm(alarms, this::sweep);
		this.retention = retention;
		this.handOver = handOver;
		this.clock = clock;
		this.sessions = sessions;
	}

	/** Schedules the next sweep in place of a scheduled one. */
	void begin() {
		this.next.in(this.retention.sweepInterval());
	}

	private void sweep() {
		try {
			Instant now = this.clock.instant();
			this.handOver.during(() -> this.retention.sweep(now));
			this.sessions.sweepFailures(this.retention.oldest(now));
		}
		finally {
			begin();
		}
	}

}
