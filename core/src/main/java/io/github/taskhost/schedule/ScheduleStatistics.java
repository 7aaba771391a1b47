package io.github.taskhost.schedule;

import java.time.Duration;

/**
 * Numbers of the schedules of a host at one moment. Immutable.
 *
 * @param schedules the schedules; those of a durable host are all that its database has,
 * as counted up to ten seconds ago
 * @param paused the paused ones among them
 * @param overdue the time by which the most overdue run is late, also of a kind that this
 * host lacks; zero if none is late
 * @param counts the numbers of due times that this process decided since the host was
 * built
 */
public record ScheduleStatistics(long schedules, long paused, Duration overdue, ScheduleCounts counts) {
}
