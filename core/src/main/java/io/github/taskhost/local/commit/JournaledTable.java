package io.github.taskhost.local.commit;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The table, as the parts see it that store changes in the journal first.
 */
interface JournaledTable {

	/** Stores a change, unless another thread was faster. */
	boolean isReplaced(Change change, Decision.Changed changed);

	/** The task with a uid, or {@code null}. */
	@Nullable LocalTask find(UUID uid);

	/** Inserts a new task, unless another task holds its id or its key. */
	CommitResult.@Nullable Duplicate<LocalTask> insert(LocalTask task);

	/** Inserts tasks in memory in one turn: other threads change them after it. */
	void inTurn(List<LocalTask> tasks, Runnable inserts);

	/** Takes a new task out again, which was not accepted. */
	void discard(LocalTask task);

	/** Moves tasks. */
	CommitResult<LocalTask> move(List<Commits.Move> moves);

	/**
	 * Replaces the record by one that another host has changed.
	 * @param notices the notices about the changes
	 * @return the change to follow
	 */
	Change reload(LocalTask task, BackgroundTaskRecord record, StoredDetails details, List<TaskNotice> notices);

	/**
	 * Removes a task that another host has removed.
	 * @return the change to follow
	 */
	Change removed(LocalTask task);

	/**
	 * Takes a task out of the table that goes on elsewhere; without an event.
	 * @return the change to follow
	 */
	Change evict(LocalTask task, BackgroundTaskRecord last);

	/** Calls the listeners of a change. */
	void follow(Change change);

}
