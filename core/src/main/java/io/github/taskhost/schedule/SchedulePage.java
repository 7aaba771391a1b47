package io.github.taskhost.schedule;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A page of schedules in the order of their sessions and ids. Immutable.
 *
 * @param schedules the schedules of the page
 * @param next the cursor of the next page, or {@code null} at the end
 */
public record SchedulePage(List<ScheduleRecord> schedules, @Nullable String next) {

	/** Copies the list. */
	public SchedulePage {
		schedules = List.copyOf(schedules);
	}

}
