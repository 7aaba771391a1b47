package io.github.taskhost.local.commit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.commit.Commits.Move;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.spi.TaskJournal.Patience;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Moves tasks to another session, all or none: in the journal, then in the table. Tasks
 * that are kept in memory move in the table alone. The locks of the tasks are taken in
 * the order of their uids.
 */
final class JournaledMoves {

	private final TaskJournal journal;

	private final JournalTasks tasks;

	private final Decisions decisions;

	private final JournaledTable table;

	JournaledMoves(TaskJournal journal, JournalTasks tasks, Decisions decisions, JournaledTable table) {
		this.journal = journal;
		this.tasks = tasks;
		this.decisions = decisions;
		this.table = table;
	}

	/**
	 * Moves tasks.
	 * @return the moves as they were made; empty if another thread was faster
	 */
	List<Move> move(List<Move> moves) {
		List<Move> ordered = moves.stream().sorted(Comparator.comparing((move) -> move.task().uid())).toList();
		List<Stored> locked = new ArrayList<>(ordered.size());
		List<Runnable> afterwards = new ArrayList<>();
		try {
			for (Move move : ordered) {
				Stored stored = move.task().stored();
				if (stored != null) {
					this.tasks.lock(move.task(), stored);
					locked.add(stored);
				}
			}
			return ordered.stream().allMatch(JournaledMoves::isUnchanged) ? moveLocked(ordered, afterwards) : List.of();
		}
		finally {
			locked.forEach(Stored::unlock);
			afterwards.forEach(Runnable::run);
		}
	}

	private static Stored storedOf(Move move) {
		return Objects.requireNonNull(move.task().stored(), "the state in the journal");
	}

	private static boolean isUnchanged(Move move) {
		return move.task().record() == move.before() && !move.task().isRemoved();
	}

	private List<Move> moveLocked(List<Move> all, List<Runnable> afterwards) {
		List<Move> moves = all.stream().filter((move) -> move.task().stored() != null).toList();
		List<JournalChange> changes = moves.stream()
			.map((move) -> JournalChanges.of(storedOf(move), move.before(), move.decision(), Additions.NONE))
			.toList();
		switch (store(moves, changes)) {
			case JournalResult.Stored stored -> {
				return inTable(all, moves, changes);
			}
			case JournalResult.Conflict conflict -> {
				afterwards.addAll(refused(moves, conflict.uid(), conflict));
				return List.of();
			}
			case JournalResult.Lost lost -> {
				afterwards.addAll(refused(moves, lost.uid(), lost));
				return List.of();
			}
			case JournalResult.Duplicate duplicate -> throw Collisions.of(moves, this.tasks.duplicateOf(duplicate));
		}
	}

	/** The steps for the task of which the move was refused, without locks. */
	private List<Runnable> refused(List<Move> moves, UUID uid, JournalResult result) {
		return moves.stream()
			.filter((move) -> move.task().uid().equals(uid))
			.<Runnable>map((move) -> () -> this.tasks.refused(move.task(), storedOf(move), result, false, this.table))
			.toList();
	}

	/** Stores the moves; those of tasks in an open transaction after its commit. */
	private JournalResult store(List<Move> moves, List<JournalChange> changes) {
		List<JournalChange> now = new ArrayList<>(changes.size());
		for (int i = 0; i < changes.size(); i++) {
			if (storedOf(moves.get(i)).owed() == null) {
				now.add(changes.get(i));
			}
		}
		JournalResult result = now.isEmpty() ? JournalResult.Stored.STORED : this.journal.commit(now, Patience.BOUNDED);
		for (int i = 0; i < changes.size() && result == JournalResult.Stored.STORED; i++) {
			Stored stored = storedOf(moves.get(i));
			if (stored.owed() != null) {
				stored.owed().add(changes.get(i));
			}
			stored.revision(changes.get(i).revision());
		}
		return result;
	}

	/** Moves the tasks in the table, over the reports that came meanwhile. */
	private List<Move> inTable(List<Move> all, List<Move> stored, List<JournalChange> changes) {
		List<Move> moves = all;
		while (true) {
			switch (this.table.move(moves)) {
				case CommitResult.Committed<LocalTask> committed -> {
					return moves;
				}
				case CommitResult.Conflict<LocalTask> reported -> moves = moves.stream()
					.map((move) -> (move.task().stored() != null) ? again(move) : againInMemory(move))
					.filter(Objects::nonNull)
					.toList();
				case CommitResult.Duplicate<LocalTask> duplicate -> {
					if (stands(duplicate, moves)) {
						takeBack(stored, changes);
						throw Collisions.of(moves, duplicate);
					}
				}
			}
		}
	}

	private Move again(Move move) {
		LocalTask task = move.task();
		TaskCommand command = new TaskCommand.Transfer(move.decision().next().sessionId());
		return new Move(task, task.record(),
				this.decisions.again(move.decision(), task, task.record(), TaskLifecycle.ANY_ATTEMPT, command, 0));
	}

	/** Moves a task in memory, unless another thread has moved or removed it. */
	private @Nullable Move againInMemory(Move move) {
		BackgroundTaskRecord record = move.task().record();
		if (move.task().isRemoved() || !record.sessionId().equals(move.before().sessionId())) {
			return null;
		}
		TaskCommand command = new TaskCommand.Transfer(move.decision().next().sessionId());
		Decision decision = this.decisions.decide(move.task(), record, TaskLifecycle.ANY_ATTEMPT, command, 0);
		return (decision instanceof Decision.Changed changed) ? new Move(move.task(), record, changed) : null;
	}

	/**
	 * Waits for a change of a holder that is being stored: an insert that the journal
	 * will refuse, or the end after which the holder does not have the name any more.
	 */
	private static boolean stands(CommitResult.Duplicate<LocalTask> duplicate, List<Move> moves) {
		Stored stored = duplicate.holder().stored();
		if (stored != null) {
			stored.await();
		}
		return Collisions.stands(duplicate, moves.getFirst().decision().next().updatedAt());
	}

	/** Takes the moves back in the journal, for a place that a task in memory keeps. */
	private void takeBack(List<Move> moves, List<JournalChange> changes) {
		List<JournalChange> back = new ArrayList<>(changes.size());
		for (int i = 0; i < changes.size(); i++) {
			back.add(JournalChanges.undone(changes.get(i), moves.get(i).before(), moves.get(i).decision()));
		}
		this.journal.commit(back, Patience.UNBOUNDED);
		for (int i = 0; i < back.size(); i++) {
			storedOf(moves.get(i)).revision(back.get(i).revision());
		}
	}

}
