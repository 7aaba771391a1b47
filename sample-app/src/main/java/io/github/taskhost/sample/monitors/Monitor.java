package io.github.taskhost.sample.monitors;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.github.taskhost.schedule.ScheduleRecord;
import org.jspecify.annotations.Nullable;

/**
 * A monitor as its users see it: the schedule, and the end of its last run.
 *
 * @param sessionId the session that owns it
 * @param id the id of the schedule
 * @param name the name of its runs
 * @param state the state of the schedule
 * @param runs the number of runs
 * @param last the summary of the last run; {@code null} until it has ended
 * @param next the next due times
 */
record Monitor(String sessionId, String id, @Nullable String name, String state, long runs, @Nullable String last,
		List<Instant> next) {

	static Monitor of(ScheduleRecord schedule, @Nullable String last) {
		return new Monitor(schedule.sessionId(), schedule.id(), schedule.registration().displayName(),
				schedule.state().name().toLowerCase(Locale.ROOT), schedule.progress().counts().runs(), last,
				schedule.next());
	}

}
