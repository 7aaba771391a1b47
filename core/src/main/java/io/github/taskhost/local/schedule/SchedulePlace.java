package io.github.taskhost.local.schedule;

import java.time.Clock;

import io.github.taskhost.local.commit.CurrentPhase;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.HostThreads;

/**
 * The parts of the host that schedules use.
 *
 * @param clock the wall clock
 * @param alarms the alarms
 * @param threads the threads of looks
 * @param sessions the sessions
 * @param phase the phase
 */
public record SchedulePlace(Clock clock, Alarms alarms, HostThreads threads, Sessions sessions, CurrentPhase phase) {
}
