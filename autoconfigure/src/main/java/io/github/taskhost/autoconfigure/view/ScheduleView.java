package io.github.taskhost.autoconfigure.view;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleProgress;
import io.github.taskhost.schedule.ScheduleRecord;
import org.jspecify.annotations.Nullable;

/**
 * A schedule without the values of its runs.
 *
 * @param sessionId the session
 * @param id the id
 * @param uid the uid
 * @param kind the kind of its runs
 * @param state {@code active} or {@code paused}
 * @param schedule the cron expression, or the period or delay in words
 * @param zone the time zone of a cron expression, else {@code null}
 * @param overlap the name of the policy for overlaps
 * @param misfire the name of the policy for missed due times
 * @param keep whether it stays when its session is closed
 * @param createdAt the time of its creation in ISO-8601, as all times
 * @param next the next due times, the earliest first
 * @param queuedDue the due time that waits for the end of the last run, or {@code null}
 * @param lastDue the last due time, or {@code null} before the first
 * @param lastRun the uid of the last run, or {@code null} before the first
 * @param counts the numbers of its due times
 */
public record ScheduleView(String sessionId, String id, String uid, String kind, String state, String schedule,
		@Nullable String zone, String overlap, String misfire, boolean keep, String createdAt, List<String> next,
		@Nullable String queuedDue, @Nullable String lastDue, @Nullable String lastRun, Counts counts) {

	/**
	 * Returns the view of a schedule.
	 * @param schedule the schedule with its next due times
	 * @return the view
	 */
	public static ScheduleView of(ScheduleRecord schedule) {
		ScheduleProgress progress = schedule.progress();
		Schedule.@Nullable Cron cron = (schedule.schedule() instanceof Schedule.Cron rule) ? rule : null;
		return new ScheduleView(schedule.sessionId(), schedule.id(), schedule.uid().toString(),
				schedule.registration().kind(), name(schedule.state()),
				(cron != null) ? cron.expression() : schedule.schedule().toString(),
				(cron != null) ? cron.zone().getId() : null, name(schedule.options().overlap()),
				name(schedule.options().misfire()), schedule.options().keep(), schedule.createdAt().toString(),
				schedule.next().stream().map(Instant::toString).toList(), text(progress.queuedDue()),
				text(progress.lastDue()), text(progress.lastRun()), Counts.of(progress));
	}

	private static String name(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	/**
	 * Numbers of due times since the creation of the schedule.
	 *
	 * @param runs the runs that were started
	 * @param skipped the due times at which the last run was live
	 * @param misfires the due times that passed without a run of their own
	 * @param refused the runs that the host refused
	 */
	public record Counts(long runs, long skipped, long misfires, long refused) {

		static Counts of(ScheduleProgress progress) {
			return new Counts(progress.counts().runs(), progress.counts().skipped(), progress.counts().misfires(),
					progress.counts().refused());
		}

	}

}
