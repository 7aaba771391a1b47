package io.github.taskhost.local.inspect;

import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.lifecycle.HistoryRules;
import io.github.taskhost.lifecycle.Outcome.QuestionEnd;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskExtras;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The histories of tasks. The journal of a durable host has those of stored tasks; of
 * other tasks the steps are kept that their records do not tell.
 */
public final class Histories implements ChangeListener {

	private final KnownTasks lookup;

	private final @Nullable TaskJournal journal;

	/**
	 * Creates the histories.
	 * @param journal the journal of a durable host, or {@code null}
	 */
	public Histories(KnownTasks lookup, @Nullable TaskJournal journal) {
		this.lookup = lookup;
		this.journal = journal;
	}

	@Override
	public void changed(Change change) {
		BackgroundTaskRecord before = change.before();
		boolean declined = change.outcome().question() == QuestionEnd.DECLINED;
		if (before != null && (declined || HistoryRules.isStep(before, change.after()))) {
			keep(change.task(), before, change.after(), declined);
		}
	}

	private static void keep(LocalTask task, BackgroundTaskRecord before, BackgroundTaskRecord after,
			boolean declined) {
		boolean told = !declined && HistoryRules.isTold(before, after) && keptOf(task) == null;
		if (!told && task.stored() == null) {
			task.ownExtras().keepStep(before, after, declined);
		}
	}

	private static HistoryRules.@Nullable Kept keptOf(LocalTask task) {
		TaskExtras extras = task.extras();
		return (extras != null) ? extras.history() : null;
	}

	/** The history of a task. */
	public Optional<TaskHistory> of(UUID uid) {
		return Optional.ofNullable(this.lookup.find(uid)).flatMap(this::of);
	}

	/**
	 * The history of a task that was found. The journal does not show the steps before
	 * the transaction of the task commits, and has none of a task that was removed since.
	 */
	private Optional<TaskHistory> of(LocalTask task) {
		TaskHistory stored = (this.journal != null && task.stored() != null) ? this.journal.history(task.uid()) : null;
		if (stored != null && !stored.entries().isEmpty()) {
			return Optional.of(HistoryRules.ofChanges(stored));
		}
		return Commits.isDetached(task) || task.isRemoved() ? Optional.empty()
				: Optional.of(HistoryRules.history(task.record(), keptOf(task)));
	}

}
