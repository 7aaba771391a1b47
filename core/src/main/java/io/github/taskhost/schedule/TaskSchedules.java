package io.github.taskhost.schedule;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.internal.json.UnknowingMapper;

/**
 * The schedules of a session. Thread-safe.
 *
 * <p>
 * The schedules of a durable host are stored: every process sees and changes them, each
 * due time has one run in all processes together, and a change is a part of the
 * transaction of its caller under the same conditions as a submitted task.
 */
public interface TaskSchedules {

	/** The largest number of schedules of a host. */
	int MAX_SCHEDULES = 10_000;

	/**
	 * Finds a schedule.
	 * @param scheduleId the id of the schedule
	 * @return the schedule with its next due times, or empty
	 */
	Optional<ScheduleRecord> find(String scheduleId);

	/**
	 * Returns the schedules of the session.
	 * @return the schedules in the order of their ids, at most 1,000
	 */
	List<ScheduleRecord> list();

	/**
	 * Pauses a schedule. A run that is live goes on.
	 * @param scheduleId the id of the schedule
	 * @return the schedule after the change
	 * @throws TaskNotFoundException if there is no such schedule
	 */
	ScheduleRecord pause(String scheduleId);

	/**
	 * Resumes a schedule. Due times that passed meanwhile were missed: its
	 * {@link MisfirePolicy} says whether a run makes up for them.
	 * @param scheduleId the id of the schedule
	 * @return the schedule after the change
	 * @throws TaskNotFoundException if there is no such schedule
	 */
	ScheduleRecord resume(String scheduleId);

	/**
	 * Starts a run now, also of a paused schedule. The due times of cron expressions and
	 * fixed rates stay as they are, and a fixed delay counts from the end of this run.
	 * @param scheduleId the id of the schedule
	 * @return the uid of the run, or empty if the overlap policy of the schedule queues
	 * it behind the live run
	 * @throws TaskNotFoundException if there is no such schedule
	 * @throws TaskConflictException if the last run is live and the overlap policy is
	 * {@link OverlapPolicy#SKIP}
	 * @throws TaskRejectedException if the host takes no more work
	 */
	Optional<UUID> trigger(String scheduleId);

	/**
	 * Removes a schedule. Its runs stay as they are, and a due time that waits for the
	 * end of a run is dropped.
	 * @param scheduleId the id of the schedule
	 * @return whether there was such a schedule
	 */
	boolean remove(String scheduleId);

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(TaskSchedules.class);
	}

}
