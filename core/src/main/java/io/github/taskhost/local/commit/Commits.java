package io.github.taskhost.local.commit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LastLost;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.local.task.Turn;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskNotice;
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

	private final Decisions decisions;

	private final EventDelivery delivery;

	private final Counters counters;

	private final Followers followers;

	private final @Nullable Journaled journaled;

	private final Inserts inserts;

	private final Reloads reloads;

	/**
	 * Creates the door.
	 * @param stored the tasks of the journal, or {@code null} for a host in memory
	 */
	public Commits(TaskTable<LocalTask> table, Decisions decisions, EventDelivery delivery, Counters counters,
			Followers followers, Sessions sessions, Alarms alarms, @Nullable JournalTasks stored) {
		this.table = table;
		this.decisions = decisions;
		this.delivery = delivery;
		this.counters = counters;
		this.followers = followers;
		BehindJournal behind = new BehindJournal();
		this.journaled = (stored != null) ? new Journaled(stored, decisions, behind, followers.wakes()) : null;
		this.inserts = new Inserts(behind, stored);
		this.reloads = new Reloads(table, decisions, sessions, alarms);
		followers.ofClaimed((change) -> this.reloads.claimed(this.journaled, change, this::follow));
	}

	/** Creates the uid of a new task. */
	public UUID newUid(Instant now) {
		return this.table.newUid(now);
	}

	/**
	 * Makes a new task one of the journal, if the host has one.
	 * @param left whether it is stored for other processes
	 */
	public void prepare(LocalTask task, boolean left) {
		if (this.journaled != null) {
			Stored stored = new Stored(0);
			if (left) {
				stored.leave();
			}
			task.stored(stored);
		}
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
	 * Runs work in the turn of a mailbox. If a change that the work stores meets one of
	 * another host, the turn ends, that change is taken over and followed, and the work
	 * runs again in another turn: listeners never run under the lock of the mailbox.
	 * @param turn runs the work under the lock; it changes nothing before it stores
	 */
	public <T extends @Nullable Object, E extends Exception> T inTurn(Turn<T, E> turn) throws E {
		return Journaling.inTurn(turn);
	}

	/**
	 * Stores the decision about a command, with values for the journal, and acts on it;
	 * inside of {@link #inTurn}. The caller must call {@link #follow} after the turn if a
	 * change was stored. If the action fails, the change is followed later.
	 */
	public <T extends @Nullable Object> T store(LocalTask task, int attempt, TaskCommand command, Additions additions,
			Function<Change, T> action) {
		Change change = InterruptGate.inside(() -> decideOnce(task, attempt, command, additions));
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

	/**
	 * The task to change in place of a task that may have been given up meanwhile: its
	 * form in this process, which may have taken it again, or the stored one.
	 */
	public LocalTask present(LocalTask task) {
		Journaled behind = this.journaled;
		Stored stored = task.stored();
		LocalTask elsewhere = (behind != null && stored != null) ? behind.changes().elsewhere(task, stored) : null;
		return (elsewhere != null) ? elsewhere : task;
	}

	/** Calls the listeners of a stored change. */
	public void follow(Change change) {
		InterruptGate.inside(() -> this.followers.follow(change));
	}

	/** Refuses a report for another attempt or for a removed record. */
	public void requireCurrent(LocalTask task, int attempt) {
		InterruptGate.inside(() -> decideAndStore(task, attempt, new TaskCommand.Output()));
	}

	/** Keeps a value for later attempts; refuses it for another attempt. */
	public void keep(LocalTask task, int attempt, KeptValue value) {
		requireCurrent(task, attempt);
		Journaled behind = this.journaled;
		Stored stored = task.stored();
		if (behind != null && stored != null) {
			InterruptGate.inside(() -> behind.changes().keep(task, stored, attempt, value));
		}
	}

	/**
	 * Gives a stored task up that goes on in another process, or in a later one.
	 * @param stores whether the next attempt is stored here; otherwise another process
	 * has taken the task
	 */
	public void giveUp(LocalTask task, TaskCommand.Lost lost, boolean stores) {
		boolean unused = isFollowed(task, (changes, stored) -> changes.giveUp(task, stored, lost, stores));
	}

	/** Takes a task out of the table that is stored for other hosts, or that one has. */
	public void leave(LocalTask task) {
		boolean unused = isFollowed(task, (changes, stored) -> changes.leave(task, stored));
	}

	/**
	 * Gives a task to other hosts if it waits for its start.
	 * @return whether it was given
	 * @throws JournalUnavailableException if the store is away; the task stays then
	 */
	public boolean passOn(LocalTask task) {
		return isFollowed(task, (changes, stored) -> changes.passOn(task, stored));
	}

	/** Does a step with a stored task, and follows the change that it made. */
	private boolean isFollowed(LocalTask task, BiFunction<Journaling, Stored, @Nullable Change> step) {
		Journaled behind = this.journaled;
		Stored stored = task.stored();
		Change change = (behind != null && stored != null)
				? InterruptGate.inside(() -> step.apply(behind.changes(), stored)) : null;
		if (change != null) {
			follow(change);
		}
		return change != null;
	}

	/**
	 * Takes over the stored form of a task that another host has changed, {@code null}
	 * for a removed task, and lets the change have its effects here. Does nothing if this
	 * host has the form already.
	 * @param notices the notices about the changes
	 * @throws TaskStateException if the stored record cannot be read here
	 * @throws TaskConflictException if another task has its place in the table
	 */
	public void reload(LocalTask task, @Nullable StoredTask now, StoredDetails details, List<TaskNotice> notices) {
		boolean unused = isFollowed(task, (changes, stored) -> changes.reload(task, stored, now, details, notices));
	}

	/** Follows the consequences of a command that another host has decided about. */
	public void follow(LocalTask task, Outcome outcome) {
		BackgroundTaskRecord record = task.record();
		follow(new Change(task, record, record, outcome, false, this.decisions.nanos(task, record)));
	}

	/**
	 * Leaves a notice for the host that has a task that this one does not have, or the
	 * answer to such a notice for the host that asked.
	 * @return whether there is such a host
	 */
	public boolean notice(LocalTask task, TaskNotice notice) {
		Journaled behind = this.journaled;
		Stored stored = task.stored();
		return behind != null && stored != null
				&& InterruptGate.inside(() -> behind.changes().notice(stored, task.record(), notice));
	}

	/**
	 * Inserts a task inside an admission. The caller must call {@link #follow} for the
	 * insert, and deliver the events, after the admission has ended: no code of the
	 * application may run inside it.
	 * @param first the decision to register the task
	 * @param joins whether the insert is a part of the transaction of the caller; the
	 * caller must call {@link #committed} after the commit
	 * @return the task that holds the id or the key, or {@code null} if the task was
	 * inserted
	 */
	public CommitResult.@Nullable Duplicate<LocalTask> insert(LocalTask task, Decision.Changed first, boolean joins) {
		if (this.journaled == null) {
			return InterruptGate.inside(() -> insert(task, false));
		}
		List<CommitResult.Duplicate<LocalTask>> holders = new ArrayList<>(1);
		insertAll(List.of(new Inserts.Insert(task, first)), joins, (insert, duplicate) -> holders.add(duplicate));
		return holders.isEmpty() ? null : holders.getFirst();
	}

	/**
	 * Inserts tasks as {@link #insert(LocalTask, Decision.Changed, boolean)} does, all or
	 * none, except those whose id or key another task holds.
	 * @param holders is told the holders; if it throws, no task is inserted
	 */
	public void insertAll(List<Inserts.Insert> inserts, boolean joins, Inserts.Holders holders) {
		InterruptGate.inside(() -> this.inserts.insert(inserts, joins, holders));
	}

	/**
	 * Whether an insert on this thread can be a part of the transaction of the caller.
	 */
	public boolean canJoin() {
		return this.inserts.canJoin();
	}

	/** Goes on with a task whose insert was a part of a transaction that committed. */
	public void committed(LocalTask task) {
		this.inserts.committed(task);
	}

	/**
	 * Inserts a task whose record comes from elsewhere; otherwise like
	 * {@link #insert(LocalTask, Decision.Changed, boolean)}.
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
		if (this.journaled != null && moves.stream().anyMatch((move) -> move.task().stored() != null)) {
			return InterruptGate.inside(() -> this.journaled.moves().move(moves))
				.stream()
				.map(Commits::change)
				.toList();
		}
		CommitResult<LocalTask> result = InterruptGate.inside(() -> moveInTable(moves));
		if (result instanceof CommitResult.Duplicate<LocalTask> duplicate) {
			throw Collisions.of(moves, duplicate);
		}
		return (result instanceof CommitResult.Committed) ? moves.stream().map(Commits::change).toList() : List.of();
	}

	/** Whether the table of this process does not have a task. */
	public static boolean isDetached(LocalTask task) {
		Stored stored = task.stored();
		return stored != null && stored.isDetached();
	}

	private CommitResult<LocalTask> moveInTable(List<Move> moves) {
		List<Move> here = moves.stream().filter((move) -> !isDetached(move.task())).toList();
		List<TableChange.Replace<LocalTask>> replacements = here.stream().map(this::replacement).toList();
		CommitResult<LocalTask> result = here.isEmpty() ? CommitResult.committed()
				: orKept(here, () -> this.table.commit(replacements));
		if (result instanceof CommitResult.Committed) {
			// no other thread has these forms
			moves.stream()
				.filter((move) -> isDetached(move.task()))
				.forEach((move) -> commit(move.task(), move.before(), move.decision()));
		}
		return result;
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
			InterruptGate.inside(() -> changes.stream()
				.filter((change) -> !isDetached(change.task()))
				.forEach(this.followers::count));
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
	private CommitResult<LocalTask> orKept(List<Move> moves, Supplier<CommitResult<LocalTask>> commit) {
		try {
			return commit.get();
		}
		catch (Throwable ex) {
			for (Move move : moves) {
				if (move.task().record() == move.decision().next()) {
					this.followers.keep(change(move));
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
		return (this.journaled != null) ? Journaling.inTurn(() -> decideOnce(task, attempt, command, Additions.NONE))
				: decideInTable(task, attempt, command);
	}

	/**
	 * Decides about a command and stores the decision.
	 * @throws Journaling.RefusedChange if the journal refuses the decision
	 */
	private Change decideOnce(LocalTask task, int attempt, TaskCommand command, Additions additions) {
		Journaled behind = this.journaled;
		Stored stored = (behind != null) ? task.stored() : null;
		return (behind != null && stored != null)
				? behind.changes().decideAndStore(task, stored, attempt, command, additions)
				: decideInTable(task, attempt, command);
	}

	private Change decideInTable(LocalTask task, int attempt, TaskCommand command) {
		while (true) {
			BackgroundTaskRecord before = task.record();
			if (task.isRemoved()) {
				return Decisions.removed(task, before, attempt);
			}
			long nanos = this.decisions.nanos(task, before);
			switch (this.decisions.decide(task, before, attempt, command, nanos)) {
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
		if (isDetached(task)) {
			return task.replaceStored(before, changed.next(), events, changed.outcome().removed());
		}
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
		return Decisions.exceptionFor(refused);
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

	/** The table behind a journal. */
	private final class BehindJournal implements JournaledTable {

		@Override
		public boolean isReplaced(Change change, Decision.Changed changed) {
			return isStored(change, Objects.requireNonNull(change.before()), changed);
		}

		@Override
		public CommitResult.@Nullable Duplicate<LocalTask> insert(LocalTask task) {
			return Commits.this.insert(task, false);
		}

		@Override
		public @Nullable LocalTask find(UUID uid) {
			return Commits.this.table.find(uid);
		}

		@Override
		public void inTurn(List<LocalTask> tasks, Runnable inserts) {
			Commits.this.table.inTurn(tasks, () -> {
				inserts.run();
				return true;
			});
		}

		@Override
		public void discard(LocalTask task) {
			Commits.this.table.discard(task, false);
			Commits.this.counters.refused(task);
		}

		@Override
		public CommitResult<LocalTask> move(List<Move> moves) {
			return moveInTable(moves);
		}

		@Override
		public Change reload(LocalTask task, BackgroundTaskRecord record, StoredDetails details,
				List<TaskNotice> notices) {
			return Commits.this.reloads.replaced(task, record, details, notices);
		}

		@Override
		public Change removed(LocalTask task) {
			return Commits.this.reloads.removed(task);
		}

		@Override
		public Change evict(LocalTask task, BackgroundTaskRecord last) {
			BackgroundTaskRecord before = task.record();
			while (!(Commits.this.table
				.commit(new TableChange.Remove<>(task, before, last, List.of())) instanceof CommitResult.Committed)) {
				before = task.record();
			}
			return new Change(task, before, last, Outcome.REMOVED, true);
		}

		@Override
		public void follow(Change change) {
			Commits.this.follow(change);
		}

	}

}
