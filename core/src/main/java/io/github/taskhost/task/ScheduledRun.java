package io.github.taskhost.task;

import java.time.Instant;
import java.util.UUID;

import io.github.taskhost.internal.name.Names;
import org.jspecify.annotations.Nullable;

/**
 * The link of a task to the schedule whose run it is. Set by the host. Immutable.
 *
 * @param sessionId the session of the schedule
 * @param scheduleId the id of the schedule
 * @param due the due time of the run
 * @param previous the uid of the run before, or {@code null} for the first
 */
public record ScheduledRun(String sessionId, String scheduleId, Instant due, @Nullable UUID previous) {

	/** Validates the ids. */
	public ScheduledRun {
		Names.id("session id", sessionId);
		Names.id("schedule id", scheduleId);
	}

}
