package io.github.taskhost.schedule;

import java.util.Objects;

/**
 * Options of a schedule. Immutable.
 *
 * @param overlap the policy for a due time at which the last run is still live
 * @param misfire the policy for due times that passed without a run
 * @param keep whether the schedule stays when its session is closed
 */
public record ScheduleOptions(OverlapPolicy overlap, MisfirePolicy misfire, boolean keep) {

	/** Skips due times during a run, makes up once, and ends with the session. */
	public static final ScheduleOptions DEFAULT = new ScheduleOptions(OverlapPolicy.SKIP, MisfirePolicy.RUN_ONCE,
			false);

	/** Requires the policies. */
	public ScheduleOptions {
		Objects.requireNonNull(overlap, "overlap");
		Objects.requireNonNull(misfire, "misfire");
	}

	/**
	 * Returns these options with another policy for overlaps.
	 * @param other the policy
	 * @return new options
	 */
	public ScheduleOptions withOverlap(OverlapPolicy other) {
		return new ScheduleOptions(other, this.misfire, this.keep);
	}

	/**
	 * Returns these options with another policy for missed due times.
	 * @param other the policy
	 * @return new options
	 */
	public ScheduleOptions withMisfire(MisfirePolicy other) {
		return new ScheduleOptions(this.overlap, other, this.keep);
	}

	/**
	 * Returns these options for a schedule that stays when its session is closed, or does
	 * not.
	 * @param other whether it stays
	 * @return new options
	 */
	public ScheduleOptions withKeep(boolean other) {
		return new ScheduleOptions(this.overlap, this.misfire, other);
	}

}
