package io.github.taskhost.schedule;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The point that a schedule has reached. Immutable.
 *
 * @param nextDue the next due time; {@code null} while a fixed delay waits for the end of
 * the last run
 * @param queuedDue the due time that waits for the end of the last run, or {@code null}
 * @param lastDue the last due time that was decided, or {@code null} before the first
 * @param lastRun the uid of the last run, or {@code null} before the first
 * @param counts the numbers of due times so far
 */
public record ScheduleProgress(@Nullable Instant nextDue, @Nullable Instant queuedDue, @Nullable Instant lastDue,
		@Nullable UUID lastRun, ScheduleCounts counts) {

	/**
	 * Returns the progress of a new schedule.
	 * @param nextDue its first due time
	 * @return the progress
	 */
	public static ScheduleProgress from(Instant nextDue) {
		return new ScheduleProgress(nextDue, null, null, null, ScheduleCounts.NONE);
	}

	/**
	 * Returns this progress with another next due time.
	 * @param other the due time, or {@code null}
	 * @return a new progress
	 */
	public ScheduleProgress withNextDue(@Nullable Instant other) {
		return new ScheduleProgress(other, this.queuedDue, this.lastDue, this.lastRun, this.counts);
	}

	/**
	 * Returns this progress with another due time that waits.
	 * @param other the due time, or {@code null}
	 * @return a new progress
	 */
	public ScheduleProgress withQueuedDue(@Nullable Instant other) {
		return new ScheduleProgress(this.nextDue, other, this.lastDue, this.lastRun, this.counts);
	}

	/**
	 * Returns this progress with another last due time.
	 * @param other the due time
	 * @return a new progress
	 */
	public ScheduleProgress withLastDue(Instant other) {
		return new ScheduleProgress(this.nextDue, this.queuedDue, other, this.lastRun, this.counts);
	}

	/**
	 * Returns this progress with another last run.
	 * @param other the uid of the run
	 * @return a new progress
	 */
	public ScheduleProgress withLastRun(UUID other) {
		return new ScheduleProgress(this.nextDue, this.queuedDue, this.lastDue, other, this.counts);
	}

	/**
	 * Returns this progress with further numbers.
	 * @param more the numbers to add
	 * @return a new progress
	 */
	public ScheduleProgress plus(ScheduleCounts more) {
		return new ScheduleProgress(this.nextDue, this.queuedDue, this.lastDue, this.lastRun, this.counts.plus(more));
	}

}
