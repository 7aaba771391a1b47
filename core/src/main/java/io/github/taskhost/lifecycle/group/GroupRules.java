package io.github.taskhost.lifecycle.group;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * Rules of groups: the progress and the end of a task whose children are its members.
 */
public final class GroupRules {

	/** The kind of groups, which the host defines. */
	public static final String KIND = "group";

	/** The largest number of progress reports of a group. */
	private static final int REPORTS = 200;

	private GroupRules() {
	}

	/**
	 * Tells whether a task is a group that still gets its members.
	 * @param record the task
	 * @return {@code true} until all members were accepted
	 */
	public static boolean isBeingFilled(BackgroundTaskRecord record) {
		return record.kind().equals(KIND) && ContinuationRules.waits(record) && record.predecessors().isEmpty();
	}

	/**
	 * The end of a group whose process was lost before all members were accepted.
	 * @return the command
	 */
	public static TaskCommand notFilled() {
		return new TaskCommand.End(BackgroundTaskState.FAILED, null, new TaskFailure(FailureKind.ORPHANED, null,
				"The process that started the group was lost before all members were accepted."));
	}

	/**
	 * The end of a group that fails with its first member that did not complete.
	 * @param member the id of the member
	 * @param end the state in which it ended, or {@code null} if it was removed
	 * @return the command
	 */
	public static TaskCommand failed(String member, @Nullable BackgroundTaskState end) {
		String fate = (end == BackgroundTaskState.FAILED) ? "failed" : (end != null) ? "was cancelled" : "was removed";
		return new TaskCommand.End(BackgroundTaskState.FAILED, null,
				new TaskFailure(FailureKind.REPORTED, null, "The member '" + member + "' " + fate));
	}

	/**
	 * The end of a group whose members have all ended.
	 * @param group the task of the group
	 * @param tally the ends of its members
	 * @return the command
	 */
	public static TaskCommand end(BackgroundTaskRecord group, Tally tally) {
		return new TaskCommand.End(
				(group.cancelRequestedAt() != null) ? BackgroundTaskState.CANCELLED : BackgroundTaskState.COMPLETED,
				tally.summary(), null);
	}

	/**
	 * Tells whether a further end changes the progress enough to report it.
	 * @param reported the number of ends that was reported last
	 * @param tally the ends
	 * @return {@code true} for each end of a small group, and for each half of a per cent
	 * of a large one
	 */
	public static boolean isProgress(int reported, Tally tally) {
		long total = Math.max(1, tally.total);
		return tally.finished() > reported && (tally.finished() == tally.total
				|| tally.finished() * (long) REPORTS / total > reported * (long) REPORTS / total);
	}

	/**
	 * The ends of the members of a group.
	 *
	 * @param total the number of members
	 * @param completed the number of members that have completed
	 * @param failed the number of members that have failed
	 * @param cancelled the number of members that were cancelled
	 * @param removed the number of members that were removed before their end was seen
	 */
	public record Tally(int total, int completed, int failed, int cancelled, int removed) {

		/**
		 * Counts a further end.
		 * @param end the state, or {@code null} for a removal
		 * @return the ends
		 */
		public Tally with(@Nullable BackgroundTaskState end) {
			return switch (end) {
				case COMPLETED -> new Tally(this.total, this.completed + 1, this.failed, this.cancelled, this.removed);
				case FAILED -> new Tally(this.total, this.completed, this.failed + 1, this.cancelled, this.removed);
				case CANCELLED -> new Tally(this.total, this.completed, this.failed, this.cancelled + 1, this.removed);
				case null, default ->
					new Tally(this.total, this.completed, this.failed, this.cancelled, this.removed + 1);
			};
		}

		/**
		 * Returns the number of members that have ended.
		 * @return the number
		 */
		public int finished() {
			return this.completed + this.failed + this.cancelled + this.removed;
		}

		String summary() {
			return this.completed + " of " + this.total + " members completed"
					+ ((this.failed > 0) ? ", " + this.failed + " failed" : "")
					+ ((this.cancelled > 0) ? ", " + this.cancelled + " cancelled" : "")
					+ ((this.removed > 0) ? ", " + this.removed + " removed" : "");
		}

		/**
		 * Returns the numbers as the result of the group.
		 * @return a JSON object
		 */
		public JsonPayload toJson() {
			return new JsonPayload("{\"total\":" + this.total + ",\"completed\":" + this.completed + ",\"failed\":"
					+ this.failed + ",\"cancelled\":" + this.cancelled + ",\"removed\":" + this.removed + "}");
		}

	}

}
