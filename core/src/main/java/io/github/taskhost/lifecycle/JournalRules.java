package io.github.taskhost.lifecycle;

import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Rules of durable hosts: which changes are decisions that must be stored before they
 * take effect, and which calls may wait for a store that is away.
 */
public final class JournalRules {

	private JournalRules() {
	}

	/**
	 * Tells whether a change only reports how the work gets on. It takes effect at once
	 * and is stored later, since the work repeats it soon.
	 * @param command the command
	 * @param before the task before the change
	 * @param after the task after it
	 * @return {@code true} for heartbeats, status and progress that change nothing else
	 */
	public static boolean isReport(TaskCommand command, BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (before.state() != after.state() || command instanceof TaskCommand.Remove) {
			return false;
		}
		return before.version() == after.version() || command instanceof TaskCommand.Waits
				|| command instanceof TaskCommand.Describe describe && describe.summary() == null
				|| command instanceof TaskCommand.Update update && update.state() == null;
	}

	/**
	 * Tells whether a command may change a task whose stored record cannot be read. The
	 * other commands would replace the stored record by the placeholder.
	 * @param command the command
	 * @return {@code true} for a forced cancellation, a removal, and the end of a task
	 * that no worker could run
	 */
	public static boolean mayChangeUnreadable(TaskCommand command) {
		return command instanceof TaskCommand.CancelNow || command instanceof TaskCommand.Unresolved
				|| command instanceof TaskCommand.Remove;
	}

	/**
	 * Tells whether a command concerns a task wherever it goes on. When a host gives a
	 * task to another worker while the command is under way, the command follows it.
	 * @param command the command
	 * @return {@code true} for requests of callers and for cancellations; {@code false}
	 * for reports of the work, and for commands that also use the messages and questions
	 * in the memory of the host, which look the task up again
	 */
	public static boolean followsTask(TaskCommand command) {
		return switch (command) {
			case TaskCommand.RequestCancel request -> true;
			case TaskCommand.CancelNow now -> !now.abandoned();
			case TaskCommand.End end -> !end.byWork();
			case TaskCommand.Remove remove -> remove.why() == TaskCommand.Removal.UNREGISTERED;
			case TaskCommand.Update update -> true;
			case TaskCommand.Debounce debounce -> true;
			case TaskCommand.MarkLive mark -> true;
			default -> false;
		};
	}

	/**
	 * Tells whether a command waits for as long as the store is away. Reports of the work
	 * and of the host wait, since they tell of events that have happened. Requests of
	 * callers, for one task or many, are refused after a time, since callers can repeat
	 * them.
	 * @param command the command
	 * @return {@code true} if the command must not be refused
	 */
	public static boolean waitsForStore(TaskCommand command) {
		return switch (command) {
			case TaskCommand.RequestCancel request -> isOfAncestor(request.origin());
			case TaskCommand.CancelNow now -> now.abandoned() || isOfAncestor(now.origin());
			case TaskCommand.End end -> end.byWork();
			case TaskCommand.Remove remove -> remove.why() != TaskCommand.Removal.UNREGISTERED;
			case TaskCommand.Update update -> false;
			case TaskCommand.Debounce debounce -> false;
			case TaskCommand.MarkLive mark -> false;
			case TaskCommand.Reply reply -> false;
			case TaskCommand.Decline decline -> false;
			case TaskCommand.Receive receive -> false;
			case TaskCommand.Transfer transfer -> false;
			default -> true;
		};
	}

	/** Whether a cancellation is passed on: no caller repeats it. */
	private static boolean isOfAncestor(TaskCommand.RequestCancel.Origin origin) {
		return switch (origin) {
			case CALLER, HOST -> false;
			case CANCELLED_ANCESTOR, FAILED_ANCESTOR -> true;
		};
	}

}
