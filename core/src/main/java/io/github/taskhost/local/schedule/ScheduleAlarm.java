package io.github.taskhost.local.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.lifecycle.schedule.ScheduleRules;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.NextAlarm;
import io.github.taskhost.local.time.WallClock;
import org.jspecify.annotations.Nullable;

/**
 * The alarm of the next look at a schedule. It follows the wall clock: it looks at it at
 * least every two minutes, also to notice a clock that was set back by hours.
 * {@code lock} guards {@code next} and {@code seen}.
 */
final class ScheduleAlarm {

	/** The time between two calls for a look that is overdue. */
	private static final Duration AGAIN = Duration.ofSeconds(1);

	private final ReentrantLock lock = new ReentrantLock();

	private final Clock clock;

	private final NextAlarm alarm;

	private final Runnable action;

	private final Runnable correction;

	/** The time at which the alarm was set. */
	private Instant seen = Instant.MIN;

	private @Nullable Instant next;

	/**
	 * Creates an alarm.
	 * @param action runs when the time has come; returns soon
	 * @param correction runs when the clock was set back by hours; returns soon
	 */
	ScheduleAlarm(Clock clock, Alarms alarms, Runnable action, Runnable correction) {
		this.clock = clock;
		this.alarm = new NextAlarm(alarms, this::ring);
		this.action = action;
		this.correction = correction;
	}

	/** Sets the alarm in place of an earlier or later one. */
	void at(@Nullable Instant look) {
		this.lock.lock();
		try {
			this.next = look;
			if (look != null) {
				this.seen = this.clock.instant();
				this.alarm.in(WallClock.untilLook(this.seen, look));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Sets the alarm unless it rings earlier. A look that is overdue was called for, and
	 * is called for again after a second.
	 */
	void atLatest(Instant look) {
		this.lock.lock();
		try {
			if (this.next == null || look.isBefore(this.next)) {
				this.next = look;
				this.seen = this.clock.instant();
				Duration left = WallClock.untilLook(this.seen, look);
				this.alarm.in(left.isPositive() ? left : AGAIN);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ring() {
		if (isCorrected()) {
			this.correction.run();
		}
		if (isDue()) {
			this.action.run();
		}
	}

	private boolean isCorrected() {
		this.lock.lock();
		try {
			return ScheduleRules.isCorrected(this.seen, this.clock.instant());
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isDue() {
		this.lock.lock();
		try {
			Instant look = this.next;
			if (look == null) {
				return false;
			}
			this.seen = this.clock.instant();
			if (look.isAfter(this.seen)) {
				this.alarm.in(WallClock.untilLook(this.seen, look));
				return false;
			}
			this.next = null;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

}
