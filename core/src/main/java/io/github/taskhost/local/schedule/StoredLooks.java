package io.github.taskhost.local.schedule;

import java.time.Instant;

import io.github.taskhost.HostPhase;
import io.github.taskhost.local.commit.CurrentPhase;
import io.github.taskhost.spi.ScheduleJournal;
import org.jspecify.annotations.Nullable;

/**
 * The next look of a durable host: the store tells it, and is called at its time, so that
 * the process that runs the schedule is found in time.
 */
final class StoredLooks implements NextLooks {

	private final ScheduleJournal store;

	private final CurrentPhase phase;

	private final ScheduleAlarm alarm;

	private volatile @Nullable Instant first;

	StoredLooks(ScheduleJournal store, SchedulePlace place) {
		this.store = store;
		this.phase = place.phase();
		this.alarm = new ScheduleAlarm(place.clock(), place.alarms(), this::lookNow, store::lookAtAll);
	}

	@Override
	public @Nullable Instant first() {
		return this.first;
	}

	@Override
	public void wake() {
		lookNow();
	}

	@Override
	public void note(@Nullable Instant look) {
		this.first = look;
		if (look != null && this.phase.get() == HostPhase.RUNNING) {
			this.alarm.atLatest(look);
		}
	}

	private void lookNow() {
		if (this.phase.get() == HostPhase.RUNNING) {
			this.store.lookNow();
		}
	}

}
