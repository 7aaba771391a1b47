package io.github.taskhost.local.commit;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.session.Wakes;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.RunTime;
import io.github.taskhost.local.task.TaskTimes;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The only way to change the table: lets the rules decide, commits the decision with an
 * optimistic lock (deciding again when another thread was faster), and then calls the
 * listeners of changes in their order.
 *
 * <p>
 * A change that must be stored under a lock of the caller is made in two steps:
 * {@link #store} under the lock, {@link #follow} after it. Inserts and moves are split in
 * the same way, since their listeners run after the admission has ended.
 */
public final class Commits {

	private final TaskTable<LocalTask> table;

	private final Clock clock;

	private final TaskTimer timer;

	private final EventDelivery delivery;

	private final Counters counters;

	private final Wakes wakes;

	/** Set once, before the first commit. */
	private ChangeListener listener = (change) -> {
	};

	public Commits(TaskTable<LocalTask> table, Clock clock, TaskTimer timer, EventDelivery delivery, Counters counters,
			Wakes wakes) {
		this.table = table;
		this.clock = clock;
		this.timer = timer;
		this.delivery = delivery;
		this.counters = counters;
		this.wakes = wakes;
	}

	/**
	 * Sets the listener of changes, which calls all others in their order. They commit
	 * changes themselves, so they are created after the door.
	 */
	public void listener(ChangeListener ordered) {
		this.listener = ordered;
	}

	/** Creates the uid of a new task. */
	public UUID newUid(Instant now) {
		return this.table.newUid(now);
	}

	/**
	 * Applies a command to the present attempt.
	 * @throws BackgroundTaskException if the rules refuse it
	 */
	public Change apply(LocalTask task, TaskCommand command) {
		return apply(task, TaskLifecycle.ANY_ATTEMPT, command);
	}

	/**
	 * Applies a command to one attempt.
	 * @throws BackgroundTaskException if the rules refuse it
	 */
	public Change apply(LocalTask task, int attempt, TaskCommand command) {
		InterruptGate gate = InterruptGate.current();
		if (gate == null) {
			return applyInside(task, attempt, command);
		}
		gate.enter();
		try {
			return applyInside(task, attempt, command);
		}
		finally {
			gate.leave();
		}
	}

	private Change applyInside(LocalTask task, int attempt, TaskCommand command) {
		Change change = decideAndStore(task, attempt, command);
		if (change.stored()) {
			tell(change);
		}
		else if (change.outcome() != Outcome.NONE) {
			this.listener.changed(change);
		}
		return change;
	}

	/**
	 * Stores the decision about a command; the caller must call {@link #follow} if a
	 * change was stored.
	 */
	public Change store(LocalTask task, int attempt, TaskCommand command) {
		return InterruptGate.inside(() -> decideAndStore(task, attempt, command));
	}

	/** Calls the listeners of a stored change. */
	public void follow(Change change) {
		InterruptGate.inside(() -> tell(change));
	}

	/** Refuses a report for another attempt or for a removed record. */
	public void requireCurrent(LocalTask task, int attempt) {
		store(task, attempt, new TaskCommand.Output());
	}

	/**
	 * Inserts a task inside an admission. The caller must call {@link #follow} for the
	 * insert, and deliver the events, after the admission has ended: no code of the
	 * application may run inside it.
	 * @return the task that holds the id or the key, or {@code null} if the task was
	 * inserted
	 */
	public CommitResult.@Nullable Duplicate<LocalTask> insert(LocalTask task) {
		return InterruptGate.inside(() -> insert(task, false));
	}

	/**
	 * Inserts a task whose record comes from elsewhere; otherwise like
	 * {@link #insert(LocalTask)}.
	 */
	public CommitResult.@Nullable Duplicate<LocalTask> adopt(LocalTask task) {
		return InterruptGate.inside(() -> insert(task, true));
	}

	private CommitResult.@Nullable Duplicate<LocalTask> insert(LocalTask task, boolean adopted) {
		CommitResult<LocalTask> result = null;
		this.counters.entered(task);
		try {
			result = this.table.commit(new TableChange.Insert<>(task, adopted));
		}
		finally {
			if (!(result instanceof CommitResult.Committed)) {
				this.counters.refused(task);
			}
		}
		return (result instanceof CommitResult.Duplicate<LocalTask> duplicate) ? duplicate : null;
	}

	/**
	 * Moves tasks to another session, all or none. The caller must call {@link #follow}
	 * for each change.
	 * @return the changes; empty if another thread was faster
	 * @throws TaskConflictException if an id or a key is taken in the target session
	 */
	public List<Change> move(List<Move> moves) {
		List<TableChange.Replace<LocalTask>> replacements = moves.stream().map(this::replacement).toList();
		CommitResult<LocalTask> result = InterruptGate.inside(() -> this.table.commit(replacements));
		if (result instanceof CommitResult.Duplicate<LocalTask> duplicate) {
			throw collision(wantedBy(moves, duplicate), duplicate);
		}
		List<Change> changes = new ArrayList<>(moves.size());
		if (result instanceof CommitResult.Committed) {
			moves.forEach((move) -> changes
				.add(new Change(move.task(), move.before(), move.decision().next(), move.decision().outcome(), true)));
		}
		return changes;
	}

	private TableChange.Replace<LocalTask> replacement(Move move) {
		return new TableChange.Replace<>(move.task(), move.before(), move.decision().next(),
				this.delivery.wanted(move.task(), move.decision()));
	}

	private static BackgroundTaskRecord wantedBy(List<Move> moves, CommitResult.Duplicate<LocalTask> duplicate) {
		BackgroundTaskRecord holder = duplicate.holder().record();
		return moves.stream()
			.map((move) -> move.decision().next())
			.filter((next) -> duplicate.byKey() ? String.valueOf(next.idempotencyKey()).equals(holder.idempotencyKey())
					: next.id().equals(holder.id()))
			.findFirst()
			.orElse(moves.get(0).decision().next());
	}

	/**
	 * Queues the session wake before the listeners are called, so that the wake is in the
	 * session when a wait for the end returns.
	 */
	private void tell(Change stored) {
		WakeReason reason = stored.outcome().wake();
		Change change = (reason != null) ? stored.withWake(this.wakes.add(stored.task(), stored.after(), reason))
				: stored;
		this.listener.changed(change);
	}

	private Change decideAndStore(LocalTask task, int attempt, TaskCommand command) {
		while (true) {
			BackgroundTaskRecord before = task.record();
			if (task.isRemoved()) {
				return removed(task, before, attempt);
			}
			long nanos = isMeasured(task, before) ? this.timer.nanoTime() : 0;
			switch (decide(task, before, attempt, command, nanos)) {
				case Decision.Unchanged unchanged -> {
					return new Change(task, before, before, unchanged.outcome(), false, nanos);
				}
				case Decision.Refused refused -> throw exceptionFor(refused);
				case Decision.Changed changed -> {
					if (stored(task, before, changed)) {
						return new Change(task, before, changed.next(), changed.outcome(), true, nanos);
					}
				}
			}
		}
	}

	/**
	 * Whether durations of a task are measured: a timeout, its silence, a back-off, or a
	 * wait for it.
	 */
	private static boolean isMeasured(LocalTask task, BackgroundTaskRecord record) {
		return task.times() != null || record.timeout() != null || record.maxAttempts() > 1
				|| task.kind().options().heartbeatTimeout() != null;
	}

	private Decision decide(LocalTask task, BackgroundTaskRecord before, int attempt, TaskCommand command, long nanos) {
		TaskTimes times = (before.timeout() != null) ? task.times() : null;
		RunTime measured = (times != null) ? times.runTime() : null;
		Instant now = this.clock.instant();
		return (measured != null && measured.isOf(before.attempt()))
				? TaskLifecycle.decide(before, attempt, command, now, measured.at(nanos))
				: TaskLifecycle.decide(before, attempt, command, now);
	}

	private static Change removed(LocalTask task, BackgroundTaskRecord last, int attempt) {
		if (attempt != TaskLifecycle.ANY_ATTEMPT && !last.state().isTerminal()) {
			throw new StaleAttemptException("The record of task '" + last.id() + "' of session '" + last.sessionId()
					+ "' was removed; a report for it changes nothing. Stop its work.");
		}
		return Change.none(task, last);
	}

	private boolean stored(LocalTask task, BackgroundTaskRecord before, Decision.Changed changed) {
		List<BackgroundTaskEvent> events = this.delivery.wanted(task, changed);
		TableChange<LocalTask> change = changed.outcome().removed()
				? new TableChange.Remove<>(task, before, changed.next(), events)
				: new TableChange.Replace<>(task, before, changed.next(), events);
		CommitResult<LocalTask> result = this.table.commit(change);
		if (result instanceof CommitResult.Duplicate<LocalTask> duplicate) {
			throw collision(changed.next(), duplicate);
		}
		boolean committed = result instanceof CommitResult.Committed;
		if (committed) {
			this.delivery.countLost(task, changed, events);
		}
		return committed;
	}

	public static TaskConflictException collision(BackgroundTaskRecord wanted,
			CommitResult.Duplicate<LocalTask> duplicate) {
		BackgroundTaskRecord holder = duplicate.holder().record();
		String obstacle = duplicate.byKey()
				? "task '" + holder.id() + "' holds the idempotency key '" + wanted.idempotencyKey() + "'"
				: "a live task of the session has the same id (" + holder.state() + ")";
		return new TaskConflictException("Task '" + wanted.id() + "' cannot be in session '" + wanted.sessionId()
				+ "': " + obstacle + ". Use another" + (duplicate.byKey() ? " key." : " id, or end that task first."));
	}

	public static BackgroundTaskException exceptionFor(Decision.Refused refused) {
		return switch (refused.why()) {
			case INVALID -> new InvalidTaskArgumentException(refused.message());
			case STATE -> new TaskStateException(refused.message());
			case CANCELLED -> new TaskCancelledException(refused.message());
			case STALE -> new StaleAttemptException(refused.message());
		};
	}

	/**
	 * The decided move of one task.
	 *
	 * @param task the task
	 * @param before the record on which the decision is based
	 * @param decision the decision
	 */
	public record Move(LocalTask task, BackgroundTaskRecord before, Decision.Changed decision) {
	}

}
