package io.github.taskhost.lifecycle.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.schedule.CronTimes;
import io.github.taskhost.schedule.MisfirePolicy;
import io.github.taskhost.schedule.OverlapPolicy;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleCounts;
import io.github.taskhost.schedule.ScheduleProgress;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import org.jspecify.annotations.Nullable;

/**
 * Rules of recurring schedules: the decision about a due time, and the next one. The time
 * is that of the wall clock. A look at a schedule decides about one run at most, and can
 * be repeated.
 */
public final class ScheduleRules {

	/** The time after which a due time is missed. */
	private static final Duration LATE = Duration.ofMinutes(1);

	/** The step back of the clock after which due times begin anew. */
	private static final Duration CORRECTION = Duration.ofHours(3);

	/** The longest time between two looks while the end of a run is awaited. */
	private static final Duration LOOK = Duration.ofMinutes(2);

	private static final ScheduleCounts RUN = new ScheduleCounts(1, 0, 0, 0);

	private static final ScheduleCounts SKIPPED = new ScheduleCounts(0, 1, 0, 0);

	private static final ScheduleCounts REFUSED = new ScheduleCounts(0, 0, 0, 1);

	private final DueTimes times;

	/**
	 * Creates the rules.
	 * @param cron the evaluation of cron expressions
	 */
	public ScheduleRules(CronTimes cron) {
		this.times = new DueTimes(cron);
	}

	/**
	 * Returns the progress of a new schedule.
	 * @param schedule the rule of its due times
	 * @param now the time
	 * @return the progress with the first due time
	 */
	public ScheduleProgress begin(Schedule schedule, Instant now) {
		return ScheduleProgress.from(this.times.first(schedule, now));
	}

	/**
	 * Returns the progress of a schedule whose rule of due times changes.
	 * @param before the schedule before
	 * @param rule the new rule
	 * @param last the state of the last run
	 * @param now the time
	 * @return the progress; the due times begin anew if the rule is another one
	 */
	public ScheduleProgress change(ScheduleRecord before, Schedule rule, LastRun last, Instant now) {
		if (before.schedule().equals(rule)) {
			return before.progress();
		}
		Instant first = this.times.first(rule, now);
		boolean waits = rule instanceof Schedule.FixedDelay && last.live();
		return before.progress().withNextDue(waits ? null : first);
	}

	/**
	 * Decides about a schedule at a time.
	 * @param schedule the schedule
	 * @param last the state of the last run
	 * @param now the time
	 * @return the decision
	 */
	public Look look(ScheduleRecord schedule, LastRun last, Instant now) {
		ScheduleProgress progress = afterEnd(schedule, corrected(schedule, now), last, now);
		Instant queued = progress.queuedDue();
		Instant due = progress.nextDue();
		if (schedule.state() == ScheduleState.PAUSED) {
			return new Look(progress, null, false);
		}
		if (queued != null && !last.live()) {
			return new Look(progress.withQueuedDue(null), queued, false);
		}
		return (due == null || due.isAfter(now)) ? new Look(progress, null, false)
				: due(schedule, progress, due, last, now);
	}

	/**
	 * The clock was set back past due times that had their runs, by hours: these times
	 * come again, since the clock was wrong before. Smaller steps repeat no due time.
	 */
	private ScheduleProgress corrected(ScheduleRecord schedule, Instant now) {
		ScheduleProgress progress = schedule.progress();
		Instant last = progress.lastDue();
		Instant next = progress.nextDue();
		return (next != null && last != null && isCorrected(last, now))
				? progress.withNextDue(this.times.restart(schedule.schedule(), next, now)).withLastDue(now) : progress;
	}

	/**
	 * Tells whether the clock was set back by more than three hours: it was wrong before.
	 * @param seen a time that it has shown
	 * @param now the time that it shows now
	 * @return {@code true} after such a step
	 */
	public static boolean isCorrected(Instant seen, Instant now) {
		return seen.isAfter(now) && Duration.between(now, seen).compareTo(CORRECTION) > 0;
	}

	/** A fixed delay counts from the end of the last run. */
	private static ScheduleProgress afterEnd(ScheduleRecord schedule, ScheduleProgress progress, LastRun last,
			Instant now) {
		if (progress.nextDue() != null || last.live() || !(schedule.schedule() instanceof Schedule.FixedDelay rule)) {
			return progress;
		}
		Instant end = last.endedAt();
		return progress.withNextDue(((end != null && end.isBefore(now)) ? end : now).plus(rule.delay()));
	}

	private Look due(ScheduleRecord schedule, ScheduleProgress progress, Instant due, LastRun last, Instant now) {
		DueTimes.Passed passed = this.times.passed(schedule.schedule(), due, now);
		Instant newest = passed.newest();
		boolean late = Duration.between(newest, now).compareTo(LATE) > 0;
		ScheduleProgress after = progress.withNextDue(passed.next())
			.withLastDue(newest)
			.plus(new ScheduleCounts(0, 0, passed.missed() + (late ? 1 : 0), 0));
		if (late && schedule.options().misfire() == MisfirePolicy.SKIP) {
			return new Look(withoutRun(schedule, after, now), null, false);
		}
		return last.live() ? overlap(schedule, after, newest) : new Look(after, newest, false);
	}

	/** A fixed delay without a run counts from now. */
	private ScheduleProgress withoutRun(ScheduleRecord schedule, ScheduleProgress progress, Instant now) {
		return (schedule.schedule() instanceof Schedule.FixedDelay)
				? progress.withNextDue(this.times.first(schedule.schedule(), now)) : progress;
	}

	private static Look overlap(ScheduleRecord schedule, ScheduleProgress progress, Instant due) {
		boolean queued = progress.queuedDue() != null;
		return switch (schedule.options().overlap()) {
			case SKIP -> new Look(progress.plus(SKIPPED), null, false);
			case QUEUE -> new Look(queued ? progress.plus(SKIPPED) : progress.withQueuedDue(due), null, false);
			case CANCEL_PREVIOUS ->
				new Look((queued ? progress.plus(SKIPPED) : progress).withQueuedDue(due), null, true);
		};
	}

	/**
	 * Decides about a trigger.
	 * @param schedule the schedule
	 * @param last the state of the last run
	 * @param now the time
	 * @return the decision, or {@code null} if the trigger is refused because the last
	 * run is live
	 */
	public @Nullable Look trigger(ScheduleRecord schedule, LastRun last, Instant now) {
		if (!last.live()) {
			return new Look(schedule.progress(), now, false);
		}
		return (schedule.options().overlap() == OverlapPolicy.SKIP) ? null
				: overlap(schedule, schedule.progress(), now);
	}

	/**
	 * Returns the progress after the start of a run.
	 * @param schedule the schedule
	 * @param progress the progress of the decision
	 * @param run the uid of the run
	 * @return the progress
	 */
	public ScheduleProgress started(ScheduleRecord schedule, ScheduleProgress progress, UUID run) {
		ScheduleProgress after = progress.withLastRun(run).plus(RUN);
		return (schedule.schedule() instanceof Schedule.FixedDelay) ? after.withNextDue(null) : after;
	}

	/**
	 * Returns the progress after the host refused a run.
	 * @param schedule the schedule
	 * @param progress the progress of the decision
	 * @param now the time
	 * @return the progress
	 */
	public ScheduleProgress refused(ScheduleRecord schedule, ScheduleProgress progress, Instant now) {
		return withoutRun(schedule, progress.plus(REFUSED), now);
	}

	/**
	 * Finds the time of the next look at a schedule.
	 * @param schedule the schedule
	 * @param live whether its last run is live
	 * @param now the time
	 * @return the time, or {@code null} for none
	 */
	public @Nullable Instant nextLook(ScheduleRecord schedule, boolean live, Instant now) {
		ScheduleProgress progress = schedule.progress();
		Instant due = progress.nextDue();
		if (schedule.state() == ScheduleState.PAUSED) {
			return null;
		}
		if (!awaitsEnd(schedule)) {
			return due;
		}
		Instant look = live ? now.plus(LOOK) : now;
		return (due != null && due.isBefore(look)) ? due : look;
	}

	/**
	 * Tells whether the end of the last run decides about the next run.
	 * @param schedule the schedule
	 * @return {@code true} while a due time is queued or a fixed delay waits
	 */
	public static boolean awaitsEnd(ScheduleRecord schedule) {
		ScheduleProgress progress = schedule.progress();
		return progress.queuedDue() != null
				|| progress.nextDue() == null && schedule.schedule() instanceof Schedule.FixedDelay;
	}

	/**
	 * Returns the next due times.
	 * @param schedule the schedule
	 * @return up to {@link ScheduleRecord#NEXT} times; none while it is paused
	 */
	public List<Instant> next(ScheduleRecord schedule) {
		Instant due = schedule.progress().nextDue();
		if (schedule.state() == ScheduleState.PAUSED || due == null) {
			return List.of();
		}
		return this.times.from(schedule.schedule(), due, ScheduleRecord.NEXT);
	}

	/**
	 * A decision about a schedule.
	 *
	 * @param progress the progress, without the run that is to start
	 * @param due the due time of the run to start, or {@code null}
	 * @param cancelPrevious whether the last run is asked to cancel
	 */
	public record Look(ScheduleProgress progress, @Nullable Instant due, boolean cancelPrevious) {
	}

	/**
	 * The state of the last run of a schedule.
	 *
	 * @param live whether it is live
	 * @param endedAt the time of its end, or {@code null} if it is live, unknown or
	 * removed
	 */
	public record LastRun(boolean live, @Nullable Instant endedAt) {

		/** There is no run, or it was removed. */
		public static final LastRun NONE = new LastRun(false, null);

	}

}
