package io.github.taskhost.schedule;

/**
 * Numbers of due times of a schedule since it was created. Immutable.
 *
 * @param runs the runs that were started, those by triggers included
 * @param skipped the due times that were skipped because the last run was live
 * @param misfires the due times that passed without a run of their own
 * @param refused the runs that the host refused, because of a limit for instance
 */
public record ScheduleCounts(long runs, long skipped, long misfires, long refused) {

	/** No due time yet. */
	public static final ScheduleCounts NONE = new ScheduleCounts(0, 0, 0, 0);

	/**
	 * Adds numbers.
	 * @param other the numbers to add
	 * @return the sums
	 */
	public ScheduleCounts plus(ScheduleCounts other) {
		return new ScheduleCounts(this.runs + other.runs, this.skipped + other.skipped, this.misfires + other.misfires,
				this.refused + other.refused);
	}

}
