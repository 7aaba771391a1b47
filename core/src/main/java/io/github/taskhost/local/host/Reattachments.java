package io.github.taskhost.local.host;

import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Starts of next attempts by callers, for executors that take up running work.
 */
public final class Reattachments {

	private final Commits commits;

	private final int keptAttempts;

	/**
	 * Creates the starts.
	 * @param keptAttempts the largest number of earlier attempts in a record
	 */
	public Reattachments(Commits commits, int keptAttempts) {
		this.commits = commits;
		this.keptAttempts = keptAttempts;
	}

	/**
	 * Starts the next attempt of a task.
	 * @throws UnsupportedTaskOperationException if its executor cannot re-attach
	 * @throws TaskStateException if its state does not allow it
	 */
	public BackgroundTaskRecord reattach(LocalTask task) {
		if (!canReattach(task)) {
			throw new UnsupportedTaskOperationException(task.kind().name(), "reattach");
		}
		return this.commits.apply(task, new TaskCommand.Requeue(null, this.keptAttempts)).after();
	}

	private static boolean canReattach(LocalTask task) {
		Work.Driven driven = task.driven();
		BackgroundTaskExecutor executor = (Commits.isDetached(task) && task.record().mode().isReported())
				? task.kind().executor() : null;
		return (driven != null) ? driven.canReattach() : executor != null && executor.canReattach();
	}

}
