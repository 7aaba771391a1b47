package io.github.taskhost.lifecycle;

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

	private FamilyRules() {
	}

	/**
	 * Tells whether the options of the host let a command for descendants pass.
	 * @param command the command for the descendants of a task
	 * @param cascade the fates that reach descendants
	 * @return {@code true} if so
	 */
	public static boolean isPassedOn(TaskCommand command, Set<CascadeTrigger> cascade) {
		return cascade.contains(isFailure(command) ? CascadeTrigger.FAILURE : CascadeTrigger.CANCEL);
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
	 * Returns the command that reaches a child which is inserted after its parent was
	 * cancelled or has failed.
	 * @param parent the parent as it is
	 * @return the command, or {@code null} for none
	 */
	public static @Nullable TaskCommand forNewChild(BackgroundTaskRecord parent) {
		if (parent.state() == BackgroundTaskState.FAILED) {
			return failed(parent);
		}
		boolean cancelled = parent.state() == BackgroundTaskState.CANCEL_REQUESTED
				|| parent.state() == BackgroundTaskState.CANCELLED;
		return cancelled ? new RequestCancel(parent.cancelReason(), parent.cancelledBy(), Origin.CANCELLED_ANCESTOR)
				: null;
	}

	/** The command for the descendants of a task that failed. */
	static TaskCommand failed(BackgroundTaskRecord ancestor) {
		return new RequestCancel("The ancestor '" + ancestor.id() + "' failed", null, Origin.FAILED_ANCESTOR);
	}

	/** The command for the descendants of a task that ended as cancelled. */
	static TaskCommand cancelled(BackgroundTaskRecord ancestor) {
		return new RequestCancel("The ancestor '" + ancestor.id() + "' was cancelled", null, Origin.CANCELLED_ANCESTOR);
	}

	/** A request for the descendants of the task that a caller cancels, or none. */
	static @Nullable TaskCommand passedOn(RequestCancel request) {
		return (request.origin() == Origin.CALLER)
				? new RequestCancel(request.reason(), request.by(), Origin.CANCELLED_ANCESTOR) : null;
	}

	/** A forced cancel for the descendants of the task that a caller cancels, or none. */
	static @Nullable TaskCommand passedOn(TaskCommand.CancelNow cancel) {
		return (cancel.abandoned() || cancel.inherited()) ? null
				: new TaskCommand.CancelNow(cancel.reason(), cancel.by(), false, true);
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
