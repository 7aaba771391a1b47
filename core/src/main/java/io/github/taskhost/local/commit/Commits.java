package io.github.taskhost.local.commit;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LastLost;
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

	private final Followers followers;

	public Commits(TaskTable<LocalTask> table, Clock clock, TaskTimer timer, EventDelivery delivery, Counters counters,
			Followers followers) {
		this.table = table;
		this.clock = clock;
		this.timer = timer;
		this.delivery = delivery;
		this.counters = counters;
		this.followers = followers;
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
		boolean stored = change.stored();
		if (!stored && change.outcome() == Outcome.NONE) {
			return change;
		}
		try {
			this.followers.tell(change);
		}
		catch (Throwable ex) {
			if (stored) {
				this.followers.lost.places[this.followers.lost.next++ & LastLost.MASK] = change;
				this.followers.keep(change);
			}
			throw ex;
		}
		return change;
	}

	/**
	 * Stores the decision about a command, and acts on it; the caller must call
	 * {@link #follow} if a change was stored. If the action fails, the change is followed
	 * later.
	 */
	public <T extends @Nullable Object> T store(LocalTask task, int attempt, TaskCommand command,
			Function<Change, T> action) {
		Change change = InterruptGate.inside(() -> decideAndStore(task, attempt, command));
		try {
			return action.apply(change);
		}
		catch (Throwable ex) {
			if (change.stored()) {
				this.followers.keep(change);
			}
			throw ex;
		}
	}

	/** Calls the listeners of a stored change. */
	public void follow(Change change) {
		InterruptGate.inside(() -> this.followers.follow(change));
	}

	/** Refuses a report for another attempt or for a removed record. */
	public void requireCurrent(LocalTask task, int attempt) {
		InterruptGate.inside(() -> decideAndStore(task, attempt, new TaskCommand.Output()));
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
	 * Moves tasks to another session, all or none. The caller must call
	 * {@link #followAll} for the changes.
	 * @return the changes; empty if another thread was faster
	 * @throws TaskConflictException if an id or a key is taken in the target session
	 */
	public List<Change> move(List<Move> moves) {
		List<TableChange.Replace<LocalTask>> replacements = moves.stream().map(this::replacement).toList();
		List<Change> changes = moves.stream().map(Commits::change).toList();
		CommitResult<LocalTask> result = InterruptGate
			.inside(() -> orKept(changes, () -> this.table.commit(replacements)));
		if (result instanceof CommitResult.Duplicate<LocalTask> duplicate) {
			throw Collisions.of(moves, duplicate);
		}
		return (result instanceof CommitResult.Committed) ? changes : List.of();
	}

	private static Change change(Move move) {
		return new Change(move.task(), move.before(), move.decision().next(), move.decision().outcome(), true);
	}

	/**
	 * Calls the listeners of all changes, also after an error. All changes are counted
	 * before the first is told, since its listeners may be slow.
	 */
	public void followAll(List<Change> changes) {
		int done = 0;
		try {
			InterruptGate.inside(() -> changes.forEach(this.followers::count));
			for (Change change : changes) {
				done++;
				follow(change);
			}
		}
		finally {
			changes.subList(done, changes.size()).forEach(this.followers::keep);
		}
	}

	/**
	 * Commits to the table. After an error, the changes that were stored all the same are
	 * followed later.
	 */
	private CommitResult<LocalTask> orKept(List<Change> changes, Supplier<CommitResult<LocalTask>> commit) {
		try {
			return commit.get();
		}
		catch (Throwable ex) {
			for (Change change : changes) {
				if (change.task().record() == change.after()) {
					this.followers.keep(change);
				}
			}
			throw ex;
		}
	}

	private TableChange.Replace<LocalTask> replacement(Move move) {
		return new TableChange.Replace<>(move.task(), move.before(), move.decision().next(),
				this.delivery.wanted(move.task(), move.decision()));
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
					Change change = new Change(task, before, changed.next(), changed.outcome(), true, nanos);
					if (isStored(change, before, changed)) {
						return change;
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

	/**
	 * Stores a change, unless another thread was faster. After an error, a change that
	 * was stored all the same is followed later.
	 */
	private boolean isStored(Change change, BackgroundTaskRecord before, Decision.Changed changed) {
		try {
			return commit(change.task(), before, changed);
		}
		catch (Throwable ex) {
			if (change.task().record() == change.after()) {
				this.followers.keep(change);
			}
			throw ex;
		}
	}

	private boolean commit(LocalTask task, BackgroundTaskRecord before, Decision.Changed changed) {
		List<BackgroundTaskEvent> events = this.delivery.wanted(task, changed);
		TableChange<LocalTask> change = changed.outcome().removed()
				? new TableChange.Remove<>(task, before, changed.next(), events)
				: new TableChange.Replace<>(task, before, changed.next(), events);
		CommitResult<LocalTask> result = this.table.commit(change);
		if (result instanceof CommitResult.Duplicate<LocalTask> duplicate) {
			throw Collisions.of(changed.next(), duplicate);
		}
		boolean committed = result instanceof CommitResult.Committed;
		if (committed) {
			this.delivery.countLost(task, changed, events);
		}
		return committed;
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
