package io.github.taskhost.lifecycle;

import java.time.Instant;

import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.lifecycle.TaskCommand.RequestCancel.Origin;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Rules of durable hosts about tasks without a worker: which of them run again, which go
 * on as they are, and which end as orphaned or unreadable.
 */
public final class RecoveryRules {

	private RecoveryRules() {
	}

	/**
	 * Chooses the policy of a new task of a durable host.
	 * @param options the options of its kind
	 * @param byName whether any process that has the kind can start the work
	 * @return the policy; {@code null} for a task that is kept in memory
	 */
	public static @Nullable NodeLossPolicy policy(KindOptions options, boolean byName) {
		if (!options.storesTasks()) {
			return null;
		}
		if (!byName) {
			return NodeLossPolicy.LOCAL;
		}
		return (options.onNodeLoss() != null) ? options.onNodeLoss() : NodeLossPolicy.RESTART;
	}

	/**
	 * Tells whether a task continues in another process when this one stops.
	 * @param record the task
	 * @return {@code true} for work that runs again, and for work that waits for its
	 * start and starts by name
	 */
	public static boolean outlivesItsWorker(BackgroundTaskRecord record) {
		NodeLossPolicy policy = record.onNodeLoss();
		return policy == NodeLossPolicy.RESTART || policy == NodeLossPolicy.FAIL && WorkRules.waitsForItsStart(record);
	}

	static Decision decide(BackgroundTaskRecord record, TaskCommand.Lost lost, Instant now) {
		if (record.mode().isOwnersToStart()) {
			return lost.watched() ? new Decision.Unchanged(record) : orphaned(record, now);
		}
		if (outlivesItsWorker(record) && WorkRules.waitsForItsStart(record)) {
			return new Decision.Unchanged(record);
		}
		if (record.state() == BackgroundTaskState.CANCEL_REQUESTED) {
			return cancelled(record, now);
		}
		if (record.onNodeLoss() != NodeLossPolicy.RESTART) {
			return orphaned(record, now);
		}
		return (lost.losses() >= lost.maxLosses()) ? lostTooOften(record, lost, now)
				: Attempts.recover(record, lost.kept(), now);
	}

	/** A body that was asked to end has ended with its process. */
	private static Decision cancelled(BackgroundTaskRecord record, Instant now) {
		return (record.mode() == TaskMode.MANAGED)
				? Ends.cancelNow(record, new TaskCommand.CancelNow(null, null, false, Origin.HOST), now)
				: new Decision.Unchanged(record);
	}

	private static Decision orphaned(BackgroundTaskRecord record, Instant now) {
		return Ends.fail(record, new TaskFailure(FailureKind.ORPHANED, null, "The process that ran the task is gone."),
				now);
	}

	static Decision unresolved(BackgroundTaskRecord record, TaskCommand.Unresolved unresolved, Instant now) {
		return Ends.fail(record, new TaskFailure(FailureKind.UNREADABLE, null,
				"No process could run the task in time. " + unresolved.reason()), now);
	}

	private static Decision lostTooOften(BackgroundTaskRecord record, TaskCommand.Lost lost, Instant now) {
		return Ends.fail(record, new TaskFailure(FailureKind.ORPHANED, null,
				lost.losses() + " processes in a row ended while they ran the task."), now);
	}

}
