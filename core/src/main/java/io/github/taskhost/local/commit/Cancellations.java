package io.github.taskhost.local.commit;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.TaskCallers;
import org.jspecify.annotations.Nullable;

/**
 * Cancels tasks in the name of the caller. The outcome of the command decides whether
 * descendants and owners are reached.
 */
public final class Cancellations {

	private final Commits commits;

	private final TaskCallers callers;

	public Cancellations(Commits commits, TaskCallers callers) {
		this.commits = commits;
		this.callers = callers;
	}

	/** The name of the caller on this thread, or {@code null}. */
	public @Nullable String callerName() {
		TaskCallers.Caller caller = this.callers.caller();
		return (caller != null) ? caller.name() : null;
	}

	/** Requests cancellation. */
	public Change request(LocalTask task, @Nullable String reason) {
		return this.commits.apply(task, new TaskCommand.RequestCancel(reason, callerName()));
	}

	/** Cancels at once. */
	public Change now(LocalTask task, @Nullable String reason) {
		return this.commits.apply(task, new TaskCommand.CancelNow(reason, callerName(), false));
	}

}
