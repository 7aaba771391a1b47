package io.github.taskhost.local.host;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.event.HandOver;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * Removes old records and old failures of hidden work at regular intervals. At most one
 * sweep is scheduled: a sweep that ends after a restart replaces the sweep that the
 * restart scheduled.
 */
public final class Sweeps {

	private final Alarms alarms;

	private final Retention retention;

	private final HandOver handOver;

	private final Clock clock;

	private final Sessions sessions;

	/** Guards {@code next}; no sweep runs under it. */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Scheduled next;

	public Sweeps(Alarms alarms, Retention retention, HandOver handOver, Clock clock, Sessions sessions) {
		this.alarms = alarms;
		this.retention = retention;
		this.handOver = handOver;
		this.clock = clock;
		this.sessions = sessions;
	}

	/** Schedules the next sweep in place of a scheduled one. */
	void begin() {
		this.lock.lock();
		try {
			if (this.next != null) {
				this.next.cancel();
			}
			this.next = this.alarms.after(this.retention.sweepInterval(), this::sweep);
		}
		finally {
			this.lock.unlock();
		}
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
