package io.github.taskhost.local.commit;

import java.util.List;
import java.util.Objects;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.ElsewhereRules;
import io.github.taskhost.lifecycle.JournalRules;
import io.github.taskhost.lifecycle.PlacementRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.session.Wakes;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.local.task.Turn;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.spi.TaskJournal.Patience;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Stores the changes of tasks in the journal before the table has them. Reports take
 * effect at once and are stored later. While a decision is being stored, only reports of
 * the same task can change its record; the decision is then made again over the reports,
 * with the same result.
 */
final class Journaling {

	private final TaskJournal journal;

	private final JournalTasks tasks;

	private final Decisions decisions;

	private final JournaledTable table;

	private final Wakes wakes;

	Journaling(TaskJournal journal, JournalTasks tasks, Decisions decisions, JournaledTable table, Wakes wakes) {
		this.journal = journal;
		this.tasks = tasks;
		this.decisions = decisions;
		this.table = table;
		this.wakes = wakes;
	}

	/**
	 * Decides about a command and stores the decision.
	 * @throws RefusedChange if the journal refuses the decision; the caller decides again
	 * as {@link #inTurn} does
	 */
	Change decideAndStore(LocalTask task, Stored stored, int attempt, TaskCommand command, Additions additions) {
		LocalTask here = (stored.isDetached() && additions == Additions.NONE) ? elsewhere(task, stored) : null;
		if (here != null) {
			return decideAndStore(here, Objects.requireNonNull(here.stored()), attempt, command, additions);
		}
		while (true) {
			BackgroundTaskRecord before = task.record();
			if (task.isRemoved()) {
				return removed(task, stored, attempt, command, additions);
			}
			stored.requireChangeable(before, command);
			long nanos = this.decisions.nanos(task, before);
			switch (this.decisions.decide(task, before, attempt, command, nanos)) {
				case Decision.Unchanged unchanged -> {
					notice(stored, before, ElsewhereRules.notice(command, unchanged.outcome()));
					return new Change(task, before, before, unchanged.outcome(), false, nanos);
				}
				case Decision.Refused refused -> throw Decisions.exceptionFor(refused);
				case Decision.Changed changed -> {
					Decided decided = new Decided(task, attempt, command, nanos);
					boolean isReport = !stored.isDetached() && isReport(decided, before, changed, additions);
					Change change = isReport ? report(decided, before, changed)
							: store(decided, stored, before, changed, additions);
					if (change != null) {
						return change;
					}
				}
			}
		}
	}

	/**
	 * Leaves a notice for the host that has a task, or an answer for the host that asked.
	 * @return whether there is such a host
	 */
	boolean notice(Stored stored, BackgroundTaskRecord record, @Nullable TaskNotice notice) {
		if (notice == null || stored.isDetached() == ElsewhereRules.isAnswer(notice)) {
			return false;
		}
		JournalChange noticed = new JournalChange.Noticed(record, notice);
		return this.journal.commit(List.of(noticed), Patience.BOUNDED) == JournalResult.Stored.STORED;
	}

	/**
	 * Takes over a stored form, {@code null} for a removed task, unless this host has it
	 * already.
	 * @return the change to follow, or {@code null} if there is nothing new
	 */
	@Nullable Change reload(LocalTask task, Stored stored, @Nullable StoredTask now, StoredDetails details,
			List<TaskNotice> notices) {
		JournalTasks.Form form = this.tasks.form(task, now, details, notices);
		stored.lock();
		try {
			boolean unknown = now == null && (task.isOver() || stored.owed() != null);
			return (task.isRemoved() || unknown) ? null : this.tasks.reload(task, stored, form, this.table);
		}
		finally {
			stored.unlock();
		}
	}

	/** Applies the command where the task goes on, if it concerns the task there. */
	private Change removed(LocalTask task, Stored stored, int attempt, TaskCommand command, Additions additions) {
		boolean follows = attempt == TaskLifecycle.ANY_ATTEMPT && JournalRules.followsTask(command);
		LocalTask elsewhere = follows ? elsewhere(task, stored) : null;
		return (elsewhere != null)
				? decideAndStore(elsewhere, Objects.requireNonNull(elsewhere.stored()), attempt, command, additions)
				: Decisions.removed(task, task.record(), attempt);
	}

	/**
	 * The form in which a task goes on that was given up, or that the table did not have:
	 * in this process, which may have taken it, or stored; {@code null} for any other
	 * task, and for one that is not stored any more.
	 */
	@Nullable LocalTask elsewhere(LocalTask task, Stored stored) {
		if (stored.isDetached()) {
			return this.table.find(task.uid());
		}
		if (!task.isRemoved() || !stored.isGivenUp()) {
			return null;
		}
		LocalTask here = this.table.find(task.uid());
		return (here != null && here != task) ? here : this.tasks.find(task.uid());
	}

	/**
	 * Stores a value that an attempt keeps for later attempts. A task that has ended has
	 * none; one that was given up has them elsewhere.
	 */
	void keep(LocalTask task, Stored stored, int attempt, KeptValue value) {
		JournalResult result = kept(task, stored, attempt, value);
		if (result instanceof JournalResult.Lost) {
			this.tasks.giveUp(task, stored, true, this.table);
		}
		if (result != JournalResult.Stored.STORED) {
			throw stale(task.record(), attempt);
		}
	}

	private JournalResult kept(LocalTask task, Stored stored, int attempt, KeptValue value) {
		stored.lock();
		try {
			BackgroundTaskRecord record = task.record();
			if (task.isOver() && !stored.isGivenUp()) {
				return JournalResult.Stored.STORED;
			}
			return (record.attempt() == attempt && !task.isOver()) ? kept(new JournalChange.Kept(record, value))
					: new JournalResult.Conflict(task.uid());
		}
		finally {
			stored.unlock();
		}
	}

	private JournalResult kept(JournalChange.Kept kept) {
		List<JournalChange> change = List.of(kept);
		return this.journal.canJoin() ? this.journal.join(change) : this.journal.commit(change, Patience.UNBOUNDED);
	}

	private static StaleAttemptException stale(BackgroundTaskRecord record, int attempt) {
		return new StaleAttemptException("Attempt " + attempt + " of task '" + record.id() + "' of session '"
				+ record.sessionId() + "' is over, so it keeps no further value. Stop its work.");
	}

	/**
	 * Gives a task to other hosts that waits for its start, and takes it out of the table
	 * without an event.
	 * @return the change to follow, or {@code null} if the task has started, has ended or
	 * was removed
	 * @throws JournalUnavailableException if the store is away; the task stays then
	 */
	@Nullable Change passOn(LocalTask task, Stored stored) {
		stored.lock();
		try {
			BackgroundTaskRecord before = task.record();
			if (task.isRemoved() || !PlacementRules.isMovable(before)) {
				return null;
			}
			this.journal.release(task.uid());
			stored.giveUp();
			return this.table.evict(task, before);
		}
		finally {
			stored.unlock();
		}
	}

	/**
	 * Takes a task out of the table that this host has left to others, or has lost.
	 * @return the change to follow, or {@code null} if the task has ended or was removed
	 */
	@Nullable Change leave(LocalTask task, Stored stored) {
		stored.lock();
		try {
			return this.tasks.left(task, stored, this.table);
		}
		finally {
			stored.unlock();
		}
	}

	/**
	 * Gives a task up that goes on elsewhere: stores its next attempt, if there is one,
	 * and takes it out of the table without an event.
	 * @return the change to follow, or {@code null} if the task has ended or was removed
	 */
	@Nullable Change giveUp(LocalTask task, Stored stored, TaskCommand.Lost lost, boolean stores) {
		stored.lock();
		try {
			BackgroundTaskRecord before = task.record();
			if (task.isRemoved() || before.state().isTerminal()) {
				return null;
			}
			Decision decision = this.decisions.decide(task, before, TaskLifecycle.ANY_ATTEMPT, lost, 0);
			BackgroundTaskRecord last = (decision instanceof Decision.Changed changed) ? changed.next() : before;
			if (stores && decision instanceof Decision.Changed changed) {
				JournalChange change = JournalChanges.of(stored, before, changed, Additions.NONE);
				stored(stored, change, this.journal.commit(List.of(change), Patience.BOUNDED));
			}
			if (stores) {
				this.journal.release(task.uid());
			}
			stored.giveUp();
			return this.table.evict(task, last);
		}
		finally {
			stored.unlock();
		}
	}

	private static boolean isReport(Decided decided, BackgroundTaskRecord before, Decision.Changed changed,
			Additions additions) {
		return additions == Additions.NONE && JournalRules.isReport(decided.command(), before, changed.next());
	}

	private @Nullable Change report(Decided decided, BackgroundTaskRecord before, Decision.Changed changed) {
		Change change = decided.change(before, changed);
		if (!this.table.isReplaced(change, changed)) {
			return null;
		}
		this.journal.report(new JournalReport(changed.next(), List.of(), List.of()));
		return change;
	}

	/** Stores a decision, unless another thread has changed the task since. */
	private @Nullable Change store(Decided decided, Stored stored, BackgroundTaskRecord before,
			Decision.Changed changed, Additions additions) {
		LocalTask task = decided.task();
		boolean waits = JournalRules.waitsForStore(decided.command());
		JournalResult result;
		this.tasks.lock(task, stored, waits);
		try {
			if (task.record() != before || task.isRemoved()) {
				return null;
			}
			SessionWake wake = wake(changed);
			result = journaled(decided, stored, before, changed, withWake(additions, wake));
			if (result == JournalResult.Stored.STORED) {
				return afterReports(decided, before, changed).prepared(wake);
			}
		}
		finally {
			stored.unlock();
		}
		throw new RefusedChange(task, () -> refused(task, stored, result, waits));
	}

	/**
	 * Takes over a change that was stored for a task which this host has claimed
	 * meanwhile, so that no other host has a notice of it.
	 * @return the change to follow, or {@code null}
	 */
	@Nullable Change claimed(LocalTask task, Stored stored) {
		LocalTask here = stored.isDetached() ? this.table.find(task.uid()) : null;
		Stored own = (here != null) ? here.stored() : null;
		if (here == null || here == task || own == null) {
			return null;
		}
		return this.tasks.reloaded(here, own, false, this.table);
	}

	/**
	 * Takes over the stored form, or gives the task up. If the store is away, a command
	 * that waits for it finds the conflict again.
	 */
	private void refused(LocalTask task, Stored stored, JournalResult result, boolean waits) {
		try {
			this.tasks.refused(task, stored, result, waits, this.table);
		}
		catch (JournalUnavailableException ex) {
			if (!waits) {
				throw ex;
			}
		}
	}

	private @Nullable SessionWake wake(Decision.Changed changed) {
		WakeReason reason = changed.outcome().wake();
		return (reason != null) ? this.wakes.prepare(changed.next(), reason) : null;
	}

	private static Additions withWake(Additions additions, @Nullable SessionWake wake) {
		return (wake == null) ? additions : new Additions(additions.message(), additions.kept(), wake);
	}

	/** Puts a stored decision into the table, over the reports that came meanwhile. */
	private Change afterReports(Decided decided, BackgroundTaskRecord decidedOn, Decision.Changed first) {
		Decision.Changed changed = first;
		Change change = decided.change(decidedOn, changed);
		while (!this.table.isReplaced(change, changed)) {
			BackgroundTaskRecord reported = decided.task().record();
			changed = this.decisions.again(changed, decided.task(), reported, decided.attempt(), decided.command(),
					decided.nanos());
			change = decided.change(reported, changed);
		}
		return change;
	}

	private JournalResult journaled(Decided decided, Stored stored, BackgroundTaskRecord before,
			Decision.Changed changed, Additions additions) {
		if (isRemovedLater(decided, stored, changed)) {
			return JournalResult.Stored.STORED;
		}
		JournalChange change = JournalChanges.of(stored, before, changed, additions);
		List<JournalChange> owed = stored.owed();
		if (owed != null) {
			owe(owed, change);
			stored.revision(change.revision());
			return JournalResult.Stored.STORED;
		}
		Patience patience = JournalRules.waitsForStore(decided.command()) ? Patience.UNBOUNDED : Patience.BOUNDED;
		return stored(stored, change, this.journal.commit(List.of(change), patience));
	}

	/** Whether the journal removes an ended task later, or never stored the task. */
	private boolean isRemovedLater(Decided decided, Stored stored, Decision.Changed changed) {
		if (!(decided.command() instanceof TaskCommand.Remove remove)) {
			return false;
		}
		return switch (remove.why()) {
			case UNREGISTERED -> false;
			case ROLLED_BACK -> stored.owed() != null;
			case RETENTION -> {
				this.journal.removeLater(changed.next().uid());
				yield true;
			}
		};
	}

	private static void owe(List<JournalChange> owed, JournalChange change) {
		if (owed.size() == Stored.MAX_OWED) {
			throw new TaskStateException("Task '" + change.record().id() + "' of session '"
					+ change.record().sessionId() + "' takes no further change: " + Stored.MAX_OWED
					+ " changes wait for the commit of the transaction that started it. Commit it first.");
		}
		owed.add(change);
	}

	private JournalResult stored(Stored stored, JournalChange change, JournalResult result) {
		if (result instanceof JournalResult.Duplicate duplicate) {
			throw Collisions.of(change.record(), this.tasks.duplicateOf(duplicate));
		}
		if (result == JournalResult.Stored.STORED) {
			stored.revision(change.revision());
		}
		return result;
	}

	/** A decided command. */
	private record Decided(LocalTask task, int attempt, TaskCommand command, long nanos) {

		Change change(BackgroundTaskRecord before, Decision.Changed changed) {
			return new Change(this.task, before, changed.next(), changed.outcome(), true, this.nanos);
		}

	}

	/**
	 * Runs work that stores a change, and runs it again after each change of another host
	 * that it meets, which is taken over and followed in between.
	 */
	static <T extends @Nullable Object, E extends Exception> T inTurn(Turn<T, E> turn) throws E {
		while (true) {
			try {
				return turn.run();
			}
			catch (RefusedChange refused) {
				InterruptGate.inside(refused::takeOver);
			}
		}
	}

	/**
	 * Signals that the journal has refused to store a change, since another host has
	 * changed the task or has taken it. It leaves the turn of a mailbox, so that the
	 * stored form is taken over, and its consequences follow, without the lock of the
	 * mailbox. Then the change is decided again. Never leaves {@link Commits}.
	 */
	static final class RefusedChange extends RuntimeException {

		private static final long serialVersionUID = 1;

		private final transient Runnable takingOver;

		private RefusedChange(LocalTask task, Runnable takingOver) {
			super("The journal refused a change of task " + task.uid(), null, false, false);
			this.takingOver = takingOver;
		}

		/**
		 * Takes over the stored form of the task, or gives the task up if the store has
		 * taken it from this host; the caller holds no lock of the task or its mailbox.
		 */
		private void takeOver() {
			this.takingOver.run();
		}

	}

}
