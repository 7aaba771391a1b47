package io.github.taskhost.lifecycle;

import io.github.taskhost.lifecycle.TaskCommand.RequestCancel.Origin;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Rules of endings: the fate of live tasks when their session closes or the host stops.
 */
public final class ClosingRules {

	private ClosingRules() {
	}

	/**
	 * Chooses the fate of a live task whose session closes.
	 * @param record the task
	 * @param transferable whether the close names a successor
	 * @param fallback the policy for a task that should move and cannot
	 * @return the policy to follow
	 */
	public static ClosePolicy onClose(BackgroundTaskRecord record, boolean transferable, ClosePolicy fallback) {
		return (record.closePolicy() == ClosePolicy.TRANSFER && !transferable) ? fallback : record.closePolicy();
	}

	/**
	 * Tells whether a live task of a durable host is given back when the host stops: it
	 * runs again, or starts, in another process or after a restart.
	 * @param record the task
	 * @return {@code false} for work whose cancellation was requested, and for reported
	 * work that has begun, which goes on where it is
	 */
	public static boolean goesOnElsewhere(BackgroundTaskRecord record) {
		return RecoveryRules.outlivesItsWorker(record) && record.state() != BackgroundTaskState.CANCEL_REQUESTED
				&& (record.mode() == TaskMode.MANAGED || WorkRules.waitsForItsStart(record));
	}

	/**
	 * Chooses the command for a live task when the host stops. A waiting task is
	 * cancelled at once, since it can no longer be answered; reported work continues
	 * elsewhere.
	 * @param record the task
	 * @return the command, or {@code null} to leave the task alone
	 */
	public static @Nullable TaskCommand onShutdown(BackgroundTaskRecord record) {
		if (record.mode().isReported() && !WorkRules.waitsForItsStart(record)) {
			return null;
		}
		String reason = "the host is shutting down";
		return (record.state() == BackgroundTaskState.WAITING)
				? new TaskCommand.CancelNow(reason, null, false, Origin.HOST)
				: new TaskCommand.RequestCancel(reason, null, Origin.HOST);
	}

}
