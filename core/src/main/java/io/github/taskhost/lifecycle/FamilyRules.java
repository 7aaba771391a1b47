package io.github.taskhost.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.lifecycle.TaskCommand.RequestCancel;
import io.github.taskhost.lifecycle.TaskCommand.RequestCancel.Origin;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ParentFailurePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Rules of families: the fates of a task that reach its descendants.
 */
public final class FamilyRules {

	private static final String ANCESTOR = "The ancestor '";

	private static final String FAILED = "' failed";

	private FamilyRules() {
	}

	/**
	 * Tells whether the options of the host let a command for descendants pass.
	 * @param command the command for the descendants of a task
	 * @param cascade the fates that reach descendants
	 * @return {@code true} if so
	 */
	public static boolean isPassedOn(TaskCommand command, Set<CascadeTrigger> cascade) {
		return cascade.contains(fate(command));
	}

	/**
	 * Returns the fate of an ancestor that a command passes on.
	 * @param command the command for the descendants of a task
	 * @return the fate
	 */
	public static CascadeTrigger fate(TaskCommand command) {
		return isFailure(command) ? CascadeTrigger.FAILURE : CascadeTrigger.CANCEL;
	}

	/**
	 * Tells whether a command can find descendants that were not reached before. A
	 * further request, and the failure after a request, find none: the descendants were
	 * reached by the first request, and those that were inserted since on their
	 * insertion. Force reaches each live descendant in any case, and so does a request to
	 * an ended task.
	 * @param command the command for the descendants of the task
	 * @param task the task after the change
	 * @param stored whether the task changed
	 * @param passedOn the fates that the task passed on before
	 * @return {@code true} if so
	 */
	public static boolean isNews(TaskCommand command, BackgroundTaskRecord task, boolean stored,
			Set<CascadeTrigger> passedOn) {
		if (isFailure(command)) {
			return passedOn.isEmpty();
		}
		boolean furtherRequest = command instanceof RequestCancel && !stored && !task.state().isTerminal();
		return !furtherRequest || !passedOn.contains(CascadeTrigger.CANCEL);
	}

	/**
	 * Tells whether a command of an ancestor reaches a descendant. A descendant that it
	 * does not reach keeps its own descendants as well.
	 * @param command the command
	 * @param descendant the registration of the descendant
	 * @param options the options of its kind
	 * @return {@code true} if so
	 */
	public static boolean reaches(TaskCommand command, BackgroundTaskRegistration descendant, KindOptions options) {
		return !isFailure(command) || onParentFailure(descendant, options) == ParentFailurePolicy.CANCEL;
	}

	/**
	 * Returns the commands for a child that is inserted after its parent passed on a
	 * fate. The first one that the options let pass and that reaches the child is enough.
	 * @param parent the parent as it is
	 * @param passedOn the fates that the parent passed on; read after the record
	 * @return the commands; empty if the child lives
	 */
	public static List<TaskCommand> forNewChild(BackgroundTaskRecord parent, Set<CascadeTrigger> passedOn) {
		boolean requested = parent.state() == BackgroundTaskState.CANCEL_REQUESTED
				|| parent.state() == BackgroundTaskState.CANCELLED;
		boolean failed = parent.state() == BackgroundTaskState.FAILED;
		if (!requested && !failed && passedOn.isEmpty()) {
			return List.of();
		}
		boolean below = passedOn.contains(CascadeTrigger.FAILURE) || requested && isRequestedByFailure(parent);
		List<TaskCommand> commands = new ArrayList<>(2);
		if (passedOn.contains(CascadeTrigger.CANCEL) || requested && !below) {
			commands.add(new RequestCancel(parent.cancelReason(), parent.cancelledBy(), Origin.CANCELLED_ANCESTOR));
		}
		if (failed) {
			commands.add(failed(parent));
		}
		else if (below) {
			commands.add(failedAbove(parent));
		}
		return commands;
	}

	/**
	 * Whether a failed ancestor requested the cancellation. A record from elsewhere has
	 * no other trace of it than the reason.
	 */
	private static boolean isRequestedByFailure(BackgroundTaskRecord record) {
		String reason = record.cancelReason();
		return reason != null && record.cancelledBy() == null && reason.startsWith(ANCESTOR) && reason.endsWith(FAILED);
	}

	private static TaskCommand failedAbove(BackgroundTaskRecord record) {
		String reason = isRequestedByFailure(record) ? record.cancelReason() : "An ancestor failed";
		return new RequestCancel(reason, null, Origin.FAILED_ANCESTOR);
	}

	/** The command for the descendants of a task that failed. */
	static TaskCommand failed(BackgroundTaskRecord ancestor) {
		return new RequestCancel(ANCESTOR + ancestor.id() + FAILED, null, Origin.FAILED_ANCESTOR);
	}

	/** The command for the descendants of a task that ended as cancelled. */
	static TaskCommand cancelled(BackgroundTaskRecord ancestor) {
		return new RequestCancel(ANCESTOR + ancestor.id() + "' was cancelled", null, Origin.CANCELLED_ANCESTOR);
	}

	/** The command for the descendants of a live task that is cancelled, or none. */
	static @Nullable TaskCommand passedOn(RequestCancel request) {
		return isInherited(request.origin()) ? null
				: new RequestCancel(request.reason(), request.by(), Origin.CANCELLED_ANCESTOR);
	}

	/** The command for the descendants of a live task that is forced to end, or none. */
	static @Nullable TaskCommand passedOn(TaskCommand.CancelNow cancel) {
		return (cancel.abandoned() || isInherited(cancel.origin())) ? null
				: new TaskCommand.CancelNow(cancel.reason(), cancel.by(), false, Origin.CANCELLED_ANCESTOR);
	}

	/** The command for the descendants of a task that ended before, or none. */
	static @Nullable TaskCommand passedOnByEnded(RequestCancel request) {
		return (request.origin() == Origin.CALLER) ? passedOn(request) : null;
	}

	/** The command for the descendants of a task that ended before, or none. */
	static @Nullable TaskCommand passedOnByEnded(TaskCommand.CancelNow cancel) {
		return (cancel.origin() == Origin.CALLER) ? passedOn(cancel) : null;
	}

	private static boolean isInherited(Origin origin) {
		return origin == Origin.CANCELLED_ANCESTOR || origin == Origin.FAILED_ANCESTOR;
	}

	private static boolean isFailure(TaskCommand command) {
		return command instanceof RequestCancel request && request.origin() == Origin.FAILED_ANCESTOR;
	}

	private static ParentFailurePolicy onParentFailure(BackgroundTaskRegistration registration, KindOptions options) {
		ParentFailurePolicy own = registration.onParentFailure();
		ParentFailurePolicy policy = (own != null) ? own : options.onParentFailure();
		return (policy != null) ? policy : ParentFailurePolicy.CANCEL;
	}

}
