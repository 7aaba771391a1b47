package io.github.taskhost.local.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.spi.TaskJournal.Patience;
import org.jspecify.annotations.Nullable;

/**
 * Inserts many new tasks, all or none: into the table, and then by one change into the
 * journal. Tasks of a durable host that are kept in memory go into the table alone.
 *
 * <p>
 * <b>Synchronisation.</b> A call holds the locks of all its tasks, and waits for holders
 * of their names that are being inserted. So at most one call may insert into a session
 * at a time, as names are those of a session.
 */
public final class Inserts {

	private final JournaledTable table;

	private final @Nullable JournalTasks tasks;

	/**
	 * Creates inserts.
	 * @param table the table
	 * @param tasks the tasks of the journal, or {@code null} for a host in memory
	 */
	Inserts(JournaledTable table, @Nullable JournalTasks tasks) {
		this.table = table;
		this.tasks = tasks;
	}

	/**
	 * Whether an insert on this thread can be a part of the transaction of the caller.
	 */
	boolean canJoin() {
		return this.tasks != null && this.tasks.journal().canJoin();
	}

	/**
	 * Inserts tasks of one session, except those whose name another task holds. They have
	 * different names, and are all stored or all in memory.
	 * @param joins whether the inserts are a part of the transaction of the caller
	 * @param holders is told the holders; if it throws, no task is inserted
	 */
	void insert(List<Insert> all, boolean joins, Holders holders) {
		if (this.tasks == null && all.size() > 1) {
			// a durable host must not wait for a task that is being stored in its turn
			this.table.inTurn(all.stream().map(Insert::task).toList(), () -> insertNow(all, joins, holders));
		}
		else {
			insertNow(withoutStoredHolders(all, holders), joins, holders);
		}
	}

	/**
	 * Looks for the stored holders of keys before anything is inserted, since the journal
	 * would tell one of them at a time.
	 */
	private List<Insert> withoutStoredHolders(List<Insert> all, Holders holders) {
		List<Insert> keyed = all.stream().filter((insert) -> insert.task().record().idempotencyKey() != null).toList();
		if (this.tasks == null || all.size() == 1 || keyed.isEmpty()) {
			return all;
		}
		Map<String, LocalTask> byKey = this.tasks.holders(keyed.getFirst().task().record().sessionId(),
				keyed.stream().map((insert) -> String.valueOf(insert.task().record().idempotencyKey())).toList());
		List<Insert> left = new ArrayList<>();
		for (Insert insert : all) {
			String key = insert.task().record().idempotencyKey();
			LocalTask holder = (key != null) ? byKey.get(key) : null;
			if (holder == null || !NamingRules.holdsItsKey(holder.record(), insert.task().record().createdAt())) {
				left.add(insert);
			}
			else {
				holders.hold(insert, new CommitResult.Duplicate<>(holder, true));
			}
		}
		return left;
	}

	private void insertNow(List<Insert> all, boolean joins, Holders holders) {
		List<Insert> inserted = new ArrayList<>(all.size());
		boolean accepted = false;
		try {
			for (Insert insert : all) {
				if (tryToInsert(insert, holders)) {
					inserted.add(insert);
				}
			}
			accept(inserted, joins, holders);
			accepted = true;
		}
		finally {
			if (!accepted) {
				inserted.forEach((insert) -> this.table.discard(insert.task()));
			}
			inserted.forEach(Insert::unlock);
		}
	}

	/**
	 * Waits for a change of a holder that is being stored, its insert or its end; returns
	 * whether it holds the name after that.
	 */
	private boolean stands(Insert insert, CommitResult.Duplicate<LocalTask> duplicate) {
		Stored stored = duplicate.holder().stored();
		if (this.tasks != null && stored != null) {
			this.tasks.await(duplicate.holder(), stored);
		}
		return Collisions.stands(duplicate, insert.task().record().createdAt());
	}

	/** Inserts a task into the table; it stays locked. */
	private boolean tryToInsert(Insert insert, Holders holders) {
		while (true) {
			CommitResult.Duplicate<LocalTask> duplicate = insertLocked(insert);
			if (duplicate == null) {
				return true;
			}
			if (stands(insert, duplicate)) {
				holders.hold(insert, duplicate);
				return false;
			}
		}
	}

	private CommitResult.@Nullable Duplicate<LocalTask> insertLocked(Insert insert) {
		boolean inserted = false;
		insert.lock();
		try {
			CommitResult.Duplicate<LocalTask> duplicate = this.table.insert(insert.task());
			inserted = duplicate == null;
			return duplicate;
		}
		finally {
			if (!inserted) {
				insert.unlock();
			}
		}
	}

	/** Stores tasks, and takes those out of the list and the table whose name is held. */
	private void accept(List<Insert> inserted, boolean joins, Holders holders) {
		List<Insert> stored = inserted.stream().filter((insert) -> insert.task().stored() != null).toList();
		if (this.tasks == null || stored.isEmpty()) {
			return;
		}
		List<JournalChange> changes = stored.stream().<JournalChange>map(Insert::change).toList();
		TaskJournal journal = this.tasks.journal();
		switch (joins ? journal.join(changes) : journal.commit(changes, Patience.BOUNDED)) {
			case JournalResult.Stored done -> stored.forEach((insert) -> insert.accepted(joins));
			case JournalResult.Duplicate duplicate -> {
				CommitResult.Duplicate<LocalTask> holder = this.tasks.duplicateOf(duplicate);
				Insert refused = Collisions.refused(stored, holder);
				inserted.remove(refused);
				this.table.discard(refused.task());
				refused.unlock();
				holders.hold(refused, holder);
				accept(inserted, joins, holders);
			}
			case JournalResult.Conflict conflict -> throw taken(conflict.uid());
			case JournalResult.Lost lost -> throw taken(lost.uid());
		}
	}

	private static IllegalStateException taken(UUID uid) {
		return new IllegalStateException("The uid of a new task is taken: " + uid);
	}

	/**
	 * Stores the changes that the transaction of the insert has held back. If another
	 * process has changed the task since, its record is read again instead.
	 */
	void committed(LocalTask task) {
		Stored stored = task.stored();
		if (this.tasks == null || stored == null) {
			return;
		}
		JournalResult result;
		stored.lock();
		try {
			List<JournalChange> owed = Objects.requireNonNullElse(stored.owed(), List.of());
			stored.endTransaction();
			result = store(this.tasks.journal(), owed);
		}
		finally {
			stored.unlock();
		}
		if (result != JournalResult.Stored.STORED) {
			this.tasks.refused(task, stored, result, true, this.table);
		}
	}

	/** Stores changes up to the first one that is refused. */
	private static JournalResult store(TaskJournal journal, List<JournalChange> owed) {
		return owed.stream()
			.map((change) -> journal.commit(List.of(change), Patience.UNBOUNDED))
			.filter((result) -> result != JournalResult.Stored.STORED)
			.findFirst()
			.orElse(JournalResult.Stored.STORED);
	}

	/** The receiver of the holders of names. */
	@FunctionalInterface
	public interface Holders {

		/**
		 * Another task has the id or the key of a task, which is not inserted.
		 * @param insert the task
		 * @param duplicate the holder
		 */
		void hold(Insert insert, CommitResult.Duplicate<LocalTask> duplicate);

	}

	/**
	 * A task to insert.
	 *
	 * @param task the task
	 * @param first the decision to register it
	 */
	public record Insert(LocalTask task, Decision.Changed first) {

		private void lock() {
			Stored stored = this.task.stored();
			if (stored != null) {
				stored.lock();
			}
		}

		private void unlock() {
			Stored stored = this.task.stored();
			if (stored != null) {
				stored.unlock();
			}
		}

		private JournalChange change() {
			Stored stored = this.task.stored();
			return JournalChanges.accepted(this.task.record(), this.first, stored != null && stored.isLeaving());
		}

		private void accepted(boolean joins) {
			Stored stored = this.task.stored();
			if (stored != null) {
				stored.accepted(joins);
			}
		}

	}

}
