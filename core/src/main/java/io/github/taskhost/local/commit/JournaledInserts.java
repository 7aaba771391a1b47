package io.github.taskhost.local.commit;

import java.util.List;
import java.util.Objects;

import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.spi.TaskJournal.Patience;
import org.jspecify.annotations.Nullable;

/**
 * Inserts new tasks: first into the table, where other threads can find them and wait for
 * the end of the insert before they change them, then into the journal. A task that the
 * journal does not accept leaves the table without a trace.
 */
final class JournaledInserts {

	private final TaskJournal journal;

	private final JournalTasks tasks;

	private final JournaledTable table;

	JournaledInserts(TaskJournal journal, JournalTasks tasks, JournaledTable table) {
		this.journal = journal;
		this.tasks = tasks;
		this.table = table;
	}

	/**
	 * Whether an insert on this thread can be a part of the transaction of the caller.
	 */
	boolean canJoin() {
		return this.journal.canJoin();
	}

	/**
	 * Inserts a task. A task in memory goes into the table alone. A holder of its id or
	 * its key that is being inserted itself is awaited, since the journal may refuse it.
	 * @param joins whether the insert is a part of the transaction of the caller
	 * @return the task that holds the id or the key, or {@code null}
	 */
	CommitResult.@Nullable Duplicate<LocalTask> insert(LocalTask task, Decision.Changed first, boolean joins) {
		Stored stored = task.stored();
		while (true) {
			CommitResult.Duplicate<LocalTask> duplicate = (stored != null) ? insertOnce(task, stored, first, joins)
					: this.table.insert(task);
			if (duplicate == null || task.isRemoved() || isAccepted(duplicate.holder())) {
				return duplicate;
			}
		}
	}

	private static boolean isAccepted(LocalTask holder) {
		if (holder.stored() != null) {
			holder.stored().await();
		}
		return !holder.isRemoved();
	}

	private CommitResult.@Nullable Duplicate<LocalTask> insertOnce(LocalTask task, Stored stored,
			Decision.Changed first, boolean joins) {
		stored.lock();
		try {
			CommitResult.Duplicate<LocalTask> duplicate = this.table.insert(task);
			return (duplicate != null) ? duplicate : acceptOrDiscard(task, stored, first, joins);
		}
		finally {
			stored.unlock();
		}
	}

	private CommitResult.@Nullable Duplicate<LocalTask> acceptOrDiscard(LocalTask task, Stored stored,
			Decision.Changed first, boolean joins) {
		boolean accepted = false;
		try {
			JournalResult result = accept(task, first, joins);
			accepted = result == JournalResult.Stored.STORED;
			if (accepted) {
				accepted(stored, joins);
			}
			return (result instanceof JournalResult.Duplicate other) ? this.tasks.duplicateOf(other) : null;
		}
		finally {
			if (!accepted) {
				this.table.discard(task);
			}
		}
	}

	private static void accepted(Stored stored, boolean joins) {
		stored.revision(1);
		if (joins) {
			stored.beginTransaction();
		}
	}

	private JournalResult accept(LocalTask task, Decision.Changed first, boolean joins) {
		List<JournalChange> change = List.of(JournalChanges.accepted(task.record(), first));
		JournalResult result = joins ? this.journal.join(change) : this.journal.commit(change, Patience.BOUNDED);
		if (result instanceof JournalResult.Conflict) {
			throw new IllegalStateException("The uid of a new task is taken: " + task.uid());
		}
		return result;
	}

	/**
	 * Stores the changes that the transaction of the insert has held back. If another
	 * process has changed the task since, its record is read again instead.
	 */
	void committed(LocalTask task) {
		Stored stored = task.stored();
		if (stored == null) {
			return;
		}
		Change reloaded = null;
		stored.lock();
		try {
			List<JournalChange> owed = Objects.requireNonNullElse(stored.owed(), List.of());
			stored.endTransaction();
			if (!owed.stream().allMatch(this::isStored)) {
				reloaded = this.tasks.reload(task, stored, this.table);
			}
		}
		finally {
			stored.unlock();
		}
		if (reloaded != null) {
			this.table.follow(reloaded);
		}
	}

	private boolean isStored(JournalChange change) {
		return this.journal.commit(List.of(change), Patience.UNBOUNDED) == JournalResult.Stored.STORED;
	}

}
