package io.github.taskhost.local.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.HostPhase;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.commit.CurrentPhase;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.spi.ScheduleJournal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules of a host in memory. One alarm is set for the first of them; a helper
 * thread looks at those that are due, one after another.
 *
 * <p>
 * <b>Synchronisation.</b> Each entry has a lock, under which its schedule changes. An
 * entry without a schedule was removed and is not used again. An end is noted without the
 * lock: it writes {@code ended} and then reads the schedule, and a change writes the
 * schedule and then reads {@code ended}, so that one of them sees the other.
 */
final class MemorySchedules implements ScheduleJournal {

	private static final Logger log = LoggerFactory.getLogger(MemorySchedules.class);

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

	private final ConcurrentNavigableMap<String, Entry> entries = new ConcurrentSkipListMap<>();

	private final AtomicLong count = new AtomicLong();

	private final AtomicLong paused = new AtomicLong();

	private final ReentrantLock looking = new ReentrantLock();

	private final Clock clock;

	private final CurrentPhase phase;

	private final Executor helpers;

	private final Looks looks;

	private final Agenda agenda;

	MemorySchedules(SchedulePlace place, Looks looks) {
		this.clock = place.clock();
		this.phase = place.phase();
		this.helpers = place.threads()::executeOnPlatform;
		this.looks = looks;
		this.agenda = new Agenda(new ScheduleAlarm(this.clock, place.alarms(), this::lookNow, this::lookAtAll));
	}

	Agenda agenda() {
		return this.agenda;
	}

	private static String name(String sessionId, String scheduleId) {
		return sessionId + "/" + scheduleId;
	}

	@Override
	public void change(String sessionId, String scheduleId, Step step) {
		change(name(sessionId, scheduleId), step);
	}

	private void change(String name, Step step) {
		boolean done = false;
		while (!done) {
			Entry entry = this.entries.computeIfAbsent(name, (key) -> new Entry());
			entry.lock.lock();
			try {
				done = this.entries.get(name) == entry;
				if (done) {
					change(name, entry, step);
				}
			}
			finally {
				if (entry.schedule == null) {
					this.entries.remove(name, entry);
				}
				entry.lock.unlock();
			}
		}
	}

	private void change(String name, Entry entry, Step step) {
		Next next = step.take(entry.schedule, null);
		if (next != null) {
			this.count.addAndGet(((next.schedule() != null) ? 1 : 0) - ((entry.schedule != null) ? 1 : 0));
			this.paused.addAndGet(paused(next.schedule()) - paused(entry.schedule));
			entry.schedule = next.schedule();
			entry.awaitsEnd = next.awaitsEnd();
			this.agenda.put(name, next.look());
			if (entry.hasSeenTheEnd()) {
				this.agenda.put(name, this.clock.instant());
			}
		}
	}

	private static int paused(@Nullable ScheduleRecord schedule) {
		return (schedule != null && schedule.state() == ScheduleState.PAUSED) ? 1 : 0;
	}

	@Override
	public @Nullable ScheduleRecord find(String sessionId, String scheduleId) {
		Entry entry = this.entries.get(name(sessionId, scheduleId));
		return (entry != null) ? entry.schedule : null;
	}

	@Override
	public List<ScheduleRecord> page(@Nullable String sessionId, int limit, @Nullable String after) {
		List<ScheduleRecord> page = new ArrayList<>();
		for (Entry entry : ((after != null) ? this.entries.tailMap(after, false) : this.entries).values()) {
			ScheduleRecord schedule = entry.schedule;
			if (schedule != null && (sessionId == null || schedule.sessionId().equals(sessionId))) {
				page.add(schedule);
			}
			if (page.size() == limit) {
				break;
			}
		}
		return page;
	}

	@Override
	public void ended(String sessionId, String scheduleId, UUID run) {
		String name = name(sessionId, scheduleId);
		Entry entry = this.entries.get(name);
		if (entry != null) {
			entry.ended = run;
			if (entry.hasSeenTheEnd()) {
				this.agenda.put(name, this.clock.instant());
			}
		}
	}

	@Override
	public Numbers numbers() {
		return new Numbers(this.count.get(), this.paused.get(), null);
	}

	@Override
	public void lookNow() {
		if (this.phase.get() == HostPhase.RUNNING) {
			this.helpers.execute(this::lookAtDue);
		}
	}

	@Override
	public void lookAtAll() {
		this.agenda.hurry(this.clock.instant());
	}

	private void lookAtDue() {
		this.looking.lock();
		try {
			this.agenda.takeDue(this.clock.instant()).forEach(this::look);
		}
		finally {
			this.looking.unlock();
			this.agenda.wake();
		}
	}

	/** Looks at a schedule; a failure, of the memory for instance, is tried again. */
	private void look(String name) {
		try {
			change(name, (present, transaction) -> (present != null) ? this.looks.look(present, transaction) : null);
		}
		catch (Throwable ex) {
			log.error("The look at schedule {} failed and is repeated", name, LogSafe.of(ex));
			this.agenda.put(name, this.clock.instant().plus(AFTER_FAILURE));
		}
	}

	/** A schedule. */
	private static final class Entry {

		private final ReentrantLock lock = new ReentrantLock();

		private volatile @Nullable ScheduleRecord schedule;

		private volatile boolean awaitsEnd;

		/** The last run that has ended. */
		private volatile @Nullable UUID ended;

		/** Whether the end that decides about the next run has come. */
		boolean hasSeenTheEnd() {
			ScheduleRecord present = this.schedule;
			UUID run = this.ended;
			return this.awaitsEnd && present != null && run != null && run.equals(present.progress().lastRun());
		}

	}

}
