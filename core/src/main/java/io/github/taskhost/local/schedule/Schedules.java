package io.github.taskhost.local.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.taskhost.HostPhase;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.lifecycle.schedule.ScheduleRules;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.SchedulePage;
import io.github.taskhost.schedule.ScheduleProgress;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.schedule.ScheduleStatistics;
import io.github.taskhost.schedule.TaskSchedules;
import io.github.taskhost.spi.ScheduleJournal;
import io.github.taskhost.spi.ScheduleJournal.Next;
import io.github.taskhost.spi.ScheduleJournal.Numbers;
import io.github.taskhost.spi.TaskTransactions.Transaction;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.ScheduledRun;
import org.jspecify.annotations.Nullable;

/**
 * The operations on schedules. Schedules are in the store of a durable host, else in
 * memory.
 */
public final class Schedules {

	private static final int MAX_PAGE = 1000;

	private final ScheduleJournal store;

	private final NextLooks next;

	private final Looks looks;

	private final ScheduleRules rules;

	private final RunStarter starter;

	private final SchedulePlace place;

	private Schedules(ScheduleJournal store, NextLooks next, Looks looks, ScheduleRules rules, RunStarter starter,
			SchedulePlace place) {
		this.store = store;
		this.next = next;
		this.looks = looks;
		this.rules = rules;
		this.starter = starter;
		this.place = place;
	}

	/**
	 * Creates the operations.
	 * @param stored the store, or {@code null} for schedules in memory
	 */
	public static Schedules of(@Nullable ScheduleJournal stored, Looks looks, ScheduleRules rules, RunStarter starter,
			SchedulePlace place) {
		if (stored != null) {
			return new Schedules(stored, new StoredLooks(stored, place), looks, rules, starter, place);
		}
		MemorySchedules memory = new MemorySchedules(place, looks);
		return new Schedules(memory, memory.agenda(), looks, rules, starter, place);
	}

	/** The clock that schedules follow. */
	public Clock clock() {
		return this.place.clock();
	}

	/** The time by this clock. */
	public Instant now() {
		return this.place.clock().instant();
	}

	/**
	 * Creates or changes a schedule.
	 * @throws InvalidTaskArgumentException if an argument is not valid
	 * @throws TaskRejectedException if there are too many, or the session or the host
	 * takes no work
	 */
	ScheduleRecord put(String sessionId, String scheduleId, Schedule schedule, TaskRequest request,
			ScheduleOptions options) {
		Names.id("schedule id", scheduleId);
		Objects.requireNonNull(options, "options");
		BackgroundTaskRegistration runs = checked(request);
		Instant created = now();
		ScheduleProgress first = this.rules.begin(schedule, created);
		requireOpen(sessionId);
		return changed(sessionId, scheduleId, (present) -> {
			if (present == null) {
				requireRoom();
				return new ScheduleRecord(UUID.randomUUID(), sessionId, scheduleId, schedule, runs, options,
						ScheduleState.ACTIVE, Instant.ofEpochMilli(created.toEpochMilli()), first, 1, List.of());
			}
			boolean same = present.schedule().equals(schedule) && present.registration().equals(runs)
					&& present.options().equals(options);
			return same ? present : present.withDefinition(schedule, runs, options,
					this.rules.change(present, schedule, this.looks.lastRun(present), now()));
		});
	}

	private BackgroundTaskRegistration checked(TaskRequest request) {
		BackgroundTaskRegistration runs = this.starter.checked(request);
		if (runs.idempotencyKey() != null || runs.startAt() != null) {
			throw new InvalidTaskArgumentException("The request of a schedule has "
					+ ((runs.startAt() != null) ? "a start time" : "an idempotency key")
					+ ", but each of its runs is a new task at its due time. Leave it out.");
		}
		return runs.toBuilder().scheduledRun(null).build();
	}

	private void requireOpen(String sessionId) {
		Session session = this.place.sessions().find(sessionId);
		if (session != null && Session.isClosing(session.word())) {
			throw new TaskRejectedException(RejectionReason.SESSION_CLOSING, "Session '" + sessionId
					+ "' got no schedule: it is being closed. Use another session, or wait for the close.");
		}
		if (!this.place.phase().takesWork()) {
			throw new TaskRejectedException(RejectionReason.SHUTDOWN, "Session '" + sessionId
					+ "' got no schedule: the host is shutting down. Create it when the host runs again.");
		}
	}

	private void requireRoom() {
		if (this.store.numbers().schedules() >= TaskSchedules.MAX_SCHEDULES) {
			throw new TaskRejectedException(RejectionReason.SCHEDULES, "The host has " + TaskSchedules.MAX_SCHEDULES
					+ " schedules, its limit. Remove some that are not needed, or let one run do the work of many.");
		}
	}

	/** Changes a schedule; the change returns the same object for none. */
	private ScheduleRecord changed(String sessionId, String scheduleId,
			Function<@Nullable ScheduleRecord, ScheduleRecord> change) {
		AtomicReference<@Nullable ScheduleRecord> result = new AtomicReference<>();
		this.store.change(sessionId, scheduleId, (present, transaction) -> {
			ScheduleRecord after = change.apply(present);
			result.set(after);
			return (after == present) ? null : this.looks.next(after);
		});
		return withNext(Objects.requireNonNull(result.get()));
	}

	private ScheduleRecord withNext(ScheduleRecord schedule) {
		return schedule.withNext(this.rules.next(schedule));
	}

	private static ScheduleRecord require(@Nullable ScheduleRecord present, String sessionId, String scheduleId) {
		if (present == null) {
			throw new TaskNotFoundException("Session '" + sessionId + "' has no schedule '" + scheduleId
					+ "'. List its schedules, or create this one.");
		}
		return present;
	}

	ScheduleRecord to(ScheduleState state, String sessionId, String scheduleId) {
		return changed(sessionId, scheduleId, (present) -> {
			ScheduleRecord schedule = require(present, sessionId, scheduleId);
			return (schedule.state() == state) ? schedule : schedule.withState(state);
		});
	}

	Optional<UUID> trigger(String sessionId, String scheduleId) {
		requireOpen(sessionId);
		AtomicReference<@Nullable UUID> run = new AtomicReference<>();
		this.store.change(sessionId, scheduleId, (present, transaction) -> {
			ScheduleRecord schedule = require(present, sessionId, scheduleId);
			Next after = this.looks.trigger(schedule, transaction);
			UUID last = Objects.requireNonNull(after.schedule()).progress().lastRun();
			run.set(Objects.equals(last, schedule.progress().lastRun()) ? null : last);
			return after;
		});
		return Optional.ofNullable(run.get());
	}

	boolean remove(String sessionId, String scheduleId) {
		AtomicReference<@Nullable ScheduleRecord> removed = new AtomicReference<>();
		this.store.change(sessionId, scheduleId, (present, transaction) -> {
			removed.set(present);
			return (present != null) ? Next.REMOVED : null;
		});
		return removed.get() != null;
	}

	Optional<ScheduleRecord> find(String sessionId, String scheduleId) {
		return Optional.ofNullable(this.store.find(sessionId, scheduleId)).map(this::withNext);
	}

	/** A page of schedules with their next due times. */
	public SchedulePage page(@Nullable String sessionId, int limit, @Nullable String cursor) {
		if (limit < 1 || limit > MAX_PAGE) {
			throw new InvalidTaskArgumentException("The limit " + limit + " is not valid: use 1 to " + MAX_PAGE + ".");
		}
		if (sessionId != null) {
			Names.id("session id", sessionId);
		}
		if (cursor != null) {
			Names.id("session of the cursor", cursor.substring(0, Math.max(0, cursor.indexOf('/'))));
			Names.id("schedule of the cursor", cursor.substring(cursor.indexOf('/') + 1));
		}
		List<ScheduleRecord> found = this.store.page(sessionId, limit + 1, cursor);
		List<ScheduleRecord> page = found.subList(0, Math.min(limit, found.size()))
			.stream()
			.map(this::withNext)
			.toList();
		return new SchedulePage(page,
				(found.size() > limit) ? page.getLast().sessionId() + "/" + page.getLast().id() : null);
	}

	/** Removes the schedules of a session that do not stay after its close. */
	public void close(String sessionId) {
		removeUnkept(sessionId);
	}

	/** Removes all schedules that do not stay after the close of their sessions. */
	public void reset() {
		removeUnkept(null);
	}

	private void removeUnkept(@Nullable String sessionId) {
		String after = null;
		List<ScheduleRecord> page;
		do {
			page = this.store.page(sessionId, MAX_PAGE, after);
			for (ScheduleRecord schedule : page) {
				after = schedule.sessionId() + "/" + schedule.id();
				if (!schedule.options().keep()) {
					remove(schedule.sessionId(), schedule.id());
				}
			}
		}
		while (page.size() == MAX_PAGE);
	}

	/**
	 * Looks at a stored schedule whose time has come.
	 * @return the schedule after the look, or {@code null} to leave it to other hosts
	 */
	public @Nullable Next look(ScheduleRecord schedule, @Nullable Transaction transaction) {
		boolean leaves = this.place.phase().get() != HostPhase.RUNNING || !this.looks.canRun(schedule);
		return leaves ? null : this.looks.look(schedule, transaction);
	}

	/** Notes the time of the next look that the store knows of. */
	public void nextLook(@Nullable Instant look) {
		this.next.note(look);
	}

	/** Goes on after the host was started again. */
	public void wake() {
		this.next.wake();
	}

	/** Notes the end of a run. */
	public void changed(Change change) {
		ScheduledRun run = change.isLeaving() ? change.after().registration().scheduledRun() : null;
		if (run != null) {
			this.store.ended(run.sessionId(), run.scheduleId(), change.task().uid());
		}
	}

	/** The numbers at this moment. */
	public ScheduleStatistics statistics() {
		Instant now = now();
		Numbers numbers = this.store.numbers();
		Duration own = late(this.next.first(), now);
		Duration others = late(numbers.unserved(), now);
		return new ScheduleStatistics(numbers.schedules(), numbers.paused(), (own.compareTo(others) > 0) ? own : others,
				this.looks.counts());
	}

	private static Duration late(@Nullable Instant look, Instant now) {
		return (look != null && look.isBefore(now)) ? Duration.between(look, now) : Duration.ZERO;
	}

}
