package io.github.taskhost.local.schedule;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.TaskRequest;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.schedule.TaskSchedules;

/**
 * The schedules of one session.
 *
 * @param schedules the operations
 * @param sessionId the session
 */
public record SessionSchedules(Schedules schedules, String sessionId) implements TaskSchedules {

	private static final int MOST = 1000;

	/** Creates or changes a schedule. */
	public ScheduleRecord put(String scheduleId, Schedule schedule, TaskRequest request, ScheduleOptions options) {
		return this.schedules.put(this.sessionId, scheduleId, schedule, request, options);
	}

	@Override
	public Optional<ScheduleRecord> find(String scheduleId) {
		return this.schedules.find(this.sessionId, scheduleId);
	}

	@Override
	public List<ScheduleRecord> list() {
		return this.schedules.page(this.sessionId, MOST, null).schedules();
	}

	@Override
	public ScheduleRecord pause(String scheduleId) {
		return this.schedules.to(ScheduleState.PAUSED, this.sessionId, scheduleId);
	}

	@Override
	public ScheduleRecord resume(String scheduleId) {
		return this.schedules.to(ScheduleState.ACTIVE, this.sessionId, scheduleId);
	}

	@Override
	public Optional<UUID> trigger(String scheduleId) {
		return this.schedules.trigger(this.sessionId, scheduleId);
	}

	@Override
	public boolean remove(String scheduleId) {
		return this.schedules.remove(this.sessionId, scheduleId);
	}

}
