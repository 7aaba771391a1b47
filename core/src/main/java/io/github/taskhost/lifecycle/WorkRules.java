package io.github.taskhost.lifecycle;

import java.util.List;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Rules of the work of a task: whether it waits for its start, holds a slot, winds down,
 * or is interrupted.
 */
public final class WorkRules {

	private WorkRules() {
	}

	/**
	 * Tells whether a task waits for the host to start it. The host alone starts managed
	 * and submitted work, and every attempt after the first.
	 * @param record the task
	 * @return {@code true} if so
	 */
	public static boolean waitsForItsStart(BackgroundTaskRecord record) {
		boolean startedByHost = record.mode() == TaskMode.MANAGED || record.mode() == TaskMode.SUBMITTED
				|| record.attempt() > 1;
		return startedByHost && record.state() == BackgroundTaskState.PENDING;
	}

	/**
	 * Tells whether a change starts an attempt that waited for its start.
	 * @param before the task before the change
	 * @param after the task after it
	 * @return {@code true} if the host started the attempt
	 */
	public static boolean begins(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		return waitsForItsStart(before) && after.state() == BackgroundTaskState.RUNNING;
	}

	/**
	 * Tells whether a change starts a task for the first time.
	 * @param before the task before the change, or {@code null} for a new task
	 * @param after the task after it
	 * @return {@code true} if the task had not started before, and has started now
	 */
	public static boolean starts(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
		return after.startedAt() != null && (before == null || before.startedAt() == null);
	}

	/**
	 * Tells whether a task waits for the host to start an attempt after this one.
	 * @param record the task
	 * @param attempt the attempt that is over
	 * @return {@code true} if so
	 */
	public static boolean awaitsNextAttempt(BackgroundTaskRecord record, int attempt) {
		return record.attempt() > attempt && waitsForItsStart(record);
	}

	/**
	 * Tells whether an attempt whose thread ends has left its task without an end.
	 * @param record the task
	 * @param attempt the attempt that is over
	 * @return {@code true} if the task is live and still at this attempt
	 */
	public static boolean lacksEnd(BackgroundTaskRecord record, int attempt) {
		return record.attempt() == attempt && !record.state().isTerminal();
	}

	/**
	 * Tells whether a task has work under way that an executor can report about.
	 * @param record the task
	 * @return {@code true} while the task is live, unless the host has yet to start the
	 * present attempt
	 */
	public static boolean hasWork(BackgroundTaskRecord record) {
		return !record.state().isTerminal() && !waitsForItsStart(record);
	}

	/**
	 * Tells whether the work of a task has an owner that can be told to end it: reported
	 * work that has begun, as far as the host knows.
	 * @param record the task, live or ended
	 * @return {@code true} if so
	 */
	public static boolean hasOwnerToTell(BackgroundTaskRecord record) {
		return record.mode().isReported() && (record.startedAt() != null || record.mode().isOwnersToStart());
	}

	/**
	 * Tells whether work of an earlier attempt may still run when the start of the
	 * present attempt fails: the earlier attempt was re-attached, and has not failed.
	 * @param record the task
	 * @return {@code true} if so
	 */
	public static boolean mayRunFromEarlierAttempt(BackgroundTaskRecord record) {
		List<TaskAttempt> earlier = record.earlierAttempts();
		return !earlier.isEmpty() && earlier.getLast().failure() == null;
	}

	/**
	 * Tells whether reports beside the record, such as output, are kept: nothing is
	 * attached after the end.
	 * @param record the task
	 * @return {@code true} while the task is live
	 */
	public static boolean keepsReports(BackgroundTaskRecord record) {
		return !record.state().isTerminal();
	}

	/**
	 * Tells whether the work of an attempt should wind down.
	 * @param record the task
	 * @param attempt the attempt of the work
	 * @return {@code true} if a cancellation was requested, the task has ended, or it is
	 * at another attempt
	 */
	public static boolean shouldWindDown(BackgroundTaskRecord record, int attempt) {
		return record.state() == BackgroundTaskState.CANCEL_REQUESTED || record.state().isTerminal()
				|| record.attempt() != attempt;
	}

	/**
	 * Tells whether a body must be signalled to wind down.
	 * @param record the task after a change of its state
	 * @return {@code true} after a cancel request
	 */
	public static boolean windsDown(BackgroundTaskRecord record) {
		return record.state() == BackgroundTaskState.CANCEL_REQUESTED;
	}

	/**
	 * Tells whether a cancel request escalates: a body that does not wind down is
	 * interrupted and then abandoned.
	 * @param record the task after a request
	 * @return {@code true} for a body whose policy is {@link CancelPolicy#COOPERATIVE}
	 */
	public static boolean escalates(BackgroundTaskRecord record) {
		return record.state() == BackgroundTaskState.CANCEL_REQUESTED && record.mode() == TaskMode.MANAGED
				&& record.cancelPolicy() == CancelPolicy.COOPERATIVE;
	}

	/**
	 * Tells whether work that missed its heartbeat is interrupted before it ends as lost.
	 * @param record the task
	 * @param interruptible whether the work may be interrupted, and was not since its
	 * last sign of life
	 * @return {@code true} for a body that an interrupt may still end
	 */
	public static boolean interruptsSilence(BackgroundTaskRecord record, boolean interruptible) {
		return record.mode() == TaskMode.MANAGED && interruptible;
	}

	/**
	 * Tells whether a body holds its slot of a limited kind. A waiting body lends it out.
	 * @param record the task
	 * @return {@code false} while the task is WAITING
	 */
	public static boolean holdsSlot(BackgroundTaskRecord record) {
		return record.state() != BackgroundTaskState.WAITING;
	}

	/**
	 * Lists the live states, in order.
	 * @return the states that are not terminal
	 */
	public static List<BackgroundTaskState> liveStates() {
		return List.of(BackgroundTaskState.PENDING, BackgroundTaskState.RUNNING, BackgroundTaskState.WAITING,
				BackgroundTaskState.CANCEL_REQUESTED);
	}

	/**
	 * Lists the live states that a task should leave soon, so that its time in them is
	 * observed: all but RUNNING.
	 * @return the states, in order
	 */
	public static List<BackgroundTaskState> observedStates() {
		return List.of(BackgroundTaskState.PENDING, BackgroundTaskState.WAITING, BackgroundTaskState.CANCEL_REQUESTED);
	}

}
