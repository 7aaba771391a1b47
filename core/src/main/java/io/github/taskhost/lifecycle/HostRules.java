package io.github.taskhost.lifecycle;

import java.util.List;
import java.util.Objects;

import io.github.taskhost.HostPhase;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The rules about several tasks at once: what the host takes, whom an id means, what
 * collides, whom a cancellation reaches, what a close does. Pure, as
 * {@link TaskLifecycle}.
 */
public final class HostRules {

	private HostRules() {
	}

	/**
	 * Whether the host takes work now.
	 * @param phase where the host stands
	 * @param closing whether the session is being closed
	 * @param live the live tasks in all
	 * @param liveInSession the live tasks of the session
	 * @param more how many are to come
	 * @param limits the limits
	 * @return why not, or {@code null} if it does
	 */
	public static @Nullable RejectionReason rejection(HostPhase phase, boolean closing, int live, int liveInSession,
			int more, HostLimits limits) {
		if (!takesWork(phase)) {
			return RejectionReason.SHUTDOWN;
		}
		if (closing) {
			return RejectionReason.SESSION_CLOSING;
		}
		if (liveInSession > limits.liveTasksPerSession() - more) {
			return RejectionReason.SESSION_LIVE_TASKS;
		}
		return (live > limits.liveTasks() - more) ? RejectionReason.LIVE_TASKS : null;
	}

	/**
	 * Whether a host in this phase takes work.
	 * @param phase the phase
	 * @return {@code true} while it runs or drains
	 */
	public static boolean takesWork(HostPhase phase) {
		return phase == HostPhase.RUNNING || phase == HostPhase.DRAINING;
	}

	/**
	 * The task that an id alone means: the only live one, else the only one.
	 * @param candidates the tasks with that id, of different sessions
	 * @return the position of the one that is meant, or -1 when it could be several
	 */
	public static int meant(List<BackgroundTaskRecord> candidates) {
		int only = -1;
		int live = 0;
		for (int i = 0; i < candidates.size(); i++) {
			if (!candidates.get(i).state().isTerminal()) {
				only = i;
				live++;
			}
		}
		if (live == 0) {
			return (candidates.size() == 1) ? 0 : -1;
		}
		return (live == 1) ? only : -1;
	}

	/**
	 * Whether a record keeps its place under (session, id) from a new task.
	 * @param holder the record that has the place
	 * @return {@code true} while it lives
	 */
	public static boolean keepsItsId(BackgroundTaskRecord holder) {
		return !holder.state().isTerminal();
	}

	/**
	 * Whether the holder of an idempotency key is the answer to a registration.
	 * @param holder the record that has the key
	 * @param registration the new registration
	 * @return {@code true} if kind and input are the same
	 */
	public static boolean answersFor(BackgroundTaskRecord holder, BackgroundTaskRegistration registration) {
		return holder.kind().equals(registration.kind()) && Objects.equals(holder.input(), registration.input());
	}

	/**
	 * What a close does to a live task.
	 * @param record the task
	 * @param transferable whether there is a successor that takes it
	 * @param fallback what becomes of a task that should move and cannot
	 * @return the policy that is followed
	 */
	public static ClosePolicy onClose(BackgroundTaskRecord record, boolean transferable, ClosePolicy fallback) {
		return (record.closePolicy() == ClosePolicy.TRANSFER && !transferable) ? fallback : record.closePolicy();
	}

	/**
	 * What shutdown does to a live task: nobody will answer a waiting one any more, and
	 * reported work is not ours to stop.
	 * @param record the task
	 * @return the command, or {@code null} to leave it alone
	 */
	public static @Nullable TaskCommand onShutdown(BackgroundTaskRecord record) {
		if (record.mode().isReported() && !Reports.waitsForItsStart(record)) {
			return null;
		}
		String reason = "the host is shutting down";
		return (record.state() == BackgroundTaskState.WAITING) ? new TaskCommand.CancelNow(reason, null, false)
				: new TaskCommand.RequestCancel(reason, null);
	}

	/**
	 * Whether a child meets the cancellation of its parent although it was born after it:
	 * no child escapes by being late.
	 * @param parent the parent as it is
	 * @return {@code true} if the parent was asked to cancel or was cancelled
	 */
	public static boolean reachesNewChild(BackgroundTaskRecord parent) {
		return parent.state() == BackgroundTaskState.CANCEL_REQUESTED
				|| parent.state() == BackgroundTaskState.CANCELLED;
	}

	/**
	 * Whether a body that does not wind down after the request is interrupted and at last
	 * abandoned.
	 * @param record the task after a request
	 * @return {@code true} for a body whose policy is {@link CancelPolicy#COOPERATIVE}
	 */
	public static boolean escalates(BackgroundTaskRecord record) {
		return record.state() == BackgroundTaskState.CANCEL_REQUESTED && record.mode() == TaskMode.MANAGED
				&& record.cancelPolicy() == CancelPolicy.COOPERATIVE;
	}

	/**
	 * Whether the owner of reported work must be told: it was asked to cancel, cancelled,
	 * or failed by timeout, and does not know.
	 * @param before the task before the change
	 * @param after the task after it
	 * @param byOwner whether the owner itself reported the change
	 * @return {@code true} if so; not for work that was never started
	 */
	public static boolean tellsOwner(BackgroundTaskRecord before, BackgroundTaskRecord after, boolean byOwner) {
		boolean toEnd = after.state() == BackgroundTaskState.CANCEL_REQUESTED || after.state().isTerminal();
		boolean begun = before.startedAt() != null || !Reports.waitsForItsStart(before);
		return toEnd && !byOwner && after.mode().isReported() && begun;
	}

	/**
	 * Whether a start waits for the commit of the transaction that it is asked for in.
	 * @param registration what the task is to be
	 * @param options the options of its kind
	 * @param mode where its work runs
	 * @return {@code true} for work that the host starts, unless the registration or its
	 * kind says otherwise
	 */
	public static boolean startsAfterCommit(BackgroundTaskRegistration registration, KindOptions options,
			TaskMode mode) {
		Boolean wanted = (registration.startAfterCommit() != null) ? registration.startAfterCommit()
				: options.startAfterCommit();
		return !mode.isOwnersToStart() && !Boolean.FALSE.equals(wanted);
	}

	/**
	 * Whether a task waits for the host to start it.
	 * @param record the task
	 * @return {@code true} if so
	 */
	public static boolean waitsForItsStart(BackgroundTaskRecord record) {
		return Reports.waitsForItsStart(record);
	}

	/**
	 * Whether a task waits for the host to start an attempt after this one.
	 * @param record the task
	 * @param attempt the attempt that is over
	 * @return {@code true} if so
	 */
	public static boolean awaitsNextAttempt(BackgroundTaskRecord record, int attempt) {
		return record.attempt() > attempt && Reports.waitsForItsStart(record);
	}

	/**
	 * Whether failed work was given another attempt.
	 * @param before the task before the change
	 * @param after the task after it
	 * @param command what brought it about
	 * @return {@code true} for an end that was none
	 */
	public static boolean isRetry(BackgroundTaskRecord before, BackgroundTaskRecord after, TaskCommand command) {
		boolean end = command instanceof TaskCommand.End || command instanceof TaskCommand.BodyThrew;
		return end && after.attempt() > before.attempt();
	}

	/**
	 * Whether silent work is interrupted before it is given up.
	 * @param record the task
	 * @param interrupted whether it was, since its last sign of life
	 * @return {@code true} for a body that was not
	 */
	public static boolean interruptsSilence(BackgroundTaskRecord record, boolean interrupted) {
		return record.mode() == TaskMode.MANAGED && !interrupted;
	}

	/**
	 * Why a change wakes the session that owns the task.
	 * @param before the task before it
	 * @param after the task after it
	 * @param command what brought it about
	 * @return the reason, or {@code null} when the policy of the task lets the session
	 * sleep
	 */
	public static @Nullable WakeReason wakes(BackgroundTaskRecord before, BackgroundTaskRecord after,
			TaskCommand command) {
		if (after.wakePolicy() == WakePolicy.SILENT) {
			return null;
		}
		if (after.state().isTerminal()) {
			return before.state().isTerminal() ? null : WakeReason.ENDED;
		}
		if (after.wakePolicy() == WakePolicy.ON_TERMINAL) {
			return null;
		}
		return switch (command) {
			case TaskCommand.Post ignored -> WakeReason.MESSAGE;
			case TaskCommand.Ask ignored -> WakeReason.QUESTION;
			default -> null;
		};
	}

	/**
	 * Whether a body holds its slot of a limited kind.
	 * @param record the task
	 * @return {@code false} while it waits: then the slot is lent out
	 */
	public static boolean holdsSlot(BackgroundTaskRecord record) {
		return record.state() != BackgroundTaskState.WAITING;
	}

	/**
	 * Whether a body is to be told to wind down.
	 * @param record the task after a change of its state
	 * @return {@code true} after a cancel request
	 */
	public static boolean windsDown(BackgroundTaskRecord record) {
		return record.state() == BackgroundTaskState.CANCEL_REQUESTED;
	}

	/**
	 * What a cancellation means for the descendants: a request reaches them by their own
	 * policies, a forced one forces.
	 * @param command what the ancestor met
	 * @return what they meet, or {@code null} when it is no business of theirs
	 */
	public static @Nullable TaskCommand forDescendants(TaskCommand command) {
		return switch (command) {
			case TaskCommand.RequestCancel request -> request;
			case TaskCommand.Update update when update.state() == BackgroundTaskState.CANCEL_REQUESTED ->
				new TaskCommand.RequestCancel(null, update.by());
			case TaskCommand.CancelNow cancel when !cancel.abandoned() -> cancel;
			default -> null;
		};
	}

}
