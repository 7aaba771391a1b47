package io.github.taskhost.schedule;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.task.BackgroundTaskRegistration;

/**
 * A schedule at one moment. Immutable.
 *
 * @param uid the uid, which no other schedule has
 * @param sessionId the session that owns the schedule and its runs
 * @param id the id, which no other schedule of the session has
 * @param schedule the rule of its due times
 * @param registration the description of its runs
 * @param options the options
 * @param state the state
 * @param createdAt the time of its creation
 * @param progress the point that it has reached
 * @param version the number of its changes, from 1
 * @param next up to {@value #NEXT} due times after the last one, the earliest first;
 * empty while a fixed delay waits for the end of a run, and in stored schedules
 */
public record ScheduleRecord(UUID uid, String sessionId, String id, Schedule schedule,
		BackgroundTaskRegistration registration, ScheduleOptions options, ScheduleState state, Instant createdAt,
		ScheduleProgress progress, long version, List<Instant> next) {

	/** The largest number of next due times. */
	public static final int NEXT = 5;

	/** Copies the list. */
	public ScheduleRecord {
		next = List.copyOf(next);
	}

	/**
	 * Returns the next version with another progress.
	 * @param other the progress
	 * @return a new record without next due times
	 */
	public ScheduleRecord withProgress(ScheduleProgress other) {
		return new ScheduleRecord(this.uid, this.sessionId, this.id, this.schedule, this.registration, this.options,
				this.state, this.createdAt, other, this.version + 1, List.of());
	}

	/**
	 * Returns the next version in another state.
	 * @param other the state
	 * @return a new record without next due times
	 */
	public ScheduleRecord withState(ScheduleState other) {
		return new ScheduleRecord(this.uid, this.sessionId, this.id, this.schedule, this.registration, this.options,
				other, this.createdAt, this.progress, this.version + 1, List.of());
	}

	/**
	 * Returns the next version with another definition.
	 * @param rule the rule of due times
	 * @param runs the description of runs
	 * @param others the options
	 * @param reached the progress
	 * @return a new record without next due times
	 */
	public ScheduleRecord withDefinition(Schedule rule, BackgroundTaskRegistration runs, ScheduleOptions others,
			ScheduleProgress reached) {
		return new ScheduleRecord(this.uid, this.sessionId, this.id, rule, runs, others, this.state, this.createdAt,
				reached, this.version + 1, List.of());
	}

	/**
	 * Returns this version with its next due times.
	 * @param times the due times, the earliest first
	 * @return a new record
	 */
	public ScheduleRecord withNext(List<Instant> times) {
		return new ScheduleRecord(this.uid, this.sessionId, this.id, this.schedule, this.registration, this.options,
				this.state, this.createdAt, this.progress, this.version, times);
	}

}
