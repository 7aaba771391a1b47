package io.github.taskhost.local.task;

import io.github.taskhost.event.SessionWake;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command: a committed change, or none. The predicates are computed once,
 * since a change has more than a dozen readers.
 *
 * <p>
 * <b>Synchronisation.</b> The change itself is immutable. Its wake, the steps of its
 * listeners and the link to another change belong to the thread that follows the change.
 */
public sealed class Change permits ReloadedChange {

	private final LocalTask task;

	private final @Nullable BackgroundTaskRecord before;

	private final BackgroundTaskRecord after;

	private final Outcome outcome;

	private @Nullable SessionWake wake;

	private @Nullable SessionWake prepared;

	/** The next change of a list of changes that were broken off. */
	private @Nullable Change next;

	/**
	 * The step that its listeners have reached; negative for a change that is not stored.
	 */
	private byte step;

	private final boolean adopted;

	private final long nanos;

	private final boolean transition;

	private final boolean end;

	private final boolean leaving;

	/**
	 * Creates a change.
	 * @param task the task
	 * @param before the record before, or {@code null} for a new task
	 * @param after the record after; the same record when nothing changed
	 * @param outcome the consequences, as the rules decided them
	 * @param stored whether the table was changed
	 */
	public Change(LocalTask task, @Nullable BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome,
			boolean stored) {
		this(task, before, after, outcome, stored, 0);
	}

	/**
	 * Creates a change of a task whose durations are measured.
	 * @param task the task
	 * @param before the record before, or {@code null} for a new task
	 * @param after the record after; the same record when nothing changed
	 * @param outcome the consequences, as the rules decided them
	 * @param stored whether the table was changed
	 * @param nanos the reading of the monotonic clock at the decision
	 */
	public Change(LocalTask task, @Nullable BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome,
			boolean stored, long nanos) {
		this(task, before, after, outcome, stored, false, nanos);
	}

	private Change(LocalTask task, @Nullable BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome,
			boolean stored, boolean adopted, long nanos) {
		this.task = task;
		this.before = before;
		this.after = after;
		this.outcome = outcome;
		this.step = (byte) (stored ? 0 : -1);
		this.adopted = adopted;
		this.nanos = nanos;
		boolean terminal = after.state().isTerminal();
		this.transition = before == null || before.state() != after.state();
		this.end = this.transition && terminal;
		this.leaving = before != null && (this.end || outcome.removed() && !terminal);
	}

	/** Creates a stored change that was made elsewhere. */
	Change(LocalTask task, BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome, long nanos) {
		this(task, before, after, outcome, true, false, nanos);
	}

	/** The insert of a task with its first record. */
	public static Change inserted(LocalTask task, BackgroundTaskRecord first) {
		return new Change(task, null, first, Outcome.NONE, true);
	}

	/** The insert of a task whose record comes from elsewhere. */
	public static Change adopted(LocalTask task, BackgroundTaskRecord record) {
		return new Change(task, null, record, Outcome.NONE, true, true, 0);
	}

	/** The result of a command that changed nothing. */
	public static Change none(LocalTask task, BackgroundTaskRecord record) {
		return new Change(task, record, record, Outcome.NONE, false);
	}

	public LocalTask task() {
		return this.task;
	}

	/** The record before, or {@code null} for a new task. */
	public @Nullable BackgroundTaskRecord before() {
		return this.before;
	}

	/** The record after; the same record when nothing changed. */
	public BackgroundTaskRecord after() {
		return this.after;
	}

	/** The consequences, as the rules decided them. */
	public Outcome outcome() {
		return this.outcome;
	}

	/** Whether the table was changed. */
	public boolean stored() {
		return this.step >= 0;
	}

	/**
	 * The reading of the monotonic clock at the decision; 0 for tasks whose durations are
	 * not measured, and for new tasks.
	 */
	public long nanos() {
		return this.nanos;
	}

	/** The session wake that was stored with the change, or {@code null}. */
	public @Nullable SessionWake prepared() {
		return this.prepared;
	}

	/** Sets the session wake that was stored with the change. */
	public Change prepared(@Nullable SessionWake stored) {
		this.prepared = stored;
		return this;
	}

	/** The session wake that was queued for the change, or {@code null}. */
	public @Nullable SessionWake wake() {
		return this.wake;
	}

	/** Sets the session wake that was queued for the change. */
	public void wake(@Nullable SessionWake queued) {
		this.wake = queued;
	}

	/**
	 * Goes on to a step of the listeners, which are numbered in their order.
	 * @return {@code false} if the listeners have passed it
	 */
	public boolean reaches(int number) {
		if (number < this.step) {
			return false;
		}
		this.step = (byte) number;
		return true;
	}

	/** The step that its listeners have reached. */
	public int step() {
		return this.step;
	}

	/** The next change of a list, or {@code null}. */
	public @Nullable Change next() {
		return this.next;
	}

	/** Links another change behind this one. */
	public void next(@Nullable Change other) {
		this.next = other;
	}

	/** Whether the task is new in this process. */
	public boolean isNew() {
		return this.before == null;
	}

	/**
	 * Whether the task is new in this process and its record comes from elsewhere, with
	 * durations that only the times in the record tell.
	 */
	public boolean isAdopted() {
		return this.adopted;
	}

	/** Whether the record has a new version; a heartbeat makes none. */
	public boolean isChange() {
		return this.before == null || this.before.version() != this.after.version();
	}

	/** Whether the state changed. */
	public boolean isTransition() {
		return this.transition;
	}

	/** Whether the task has ended with this change. */
	public boolean isEnd() {
		return this.end;
	}

	/** Whether the task stopped being live with this change: it ended or was removed. */
	public boolean isLeaving() {
		return this.leaving;
	}

	/** The session that the task left, or {@code null}. */
	public @Nullable String sessionLeft() {
		return (this.before != null && !this.before.sessionId().equals(this.after.sessionId()))
				? this.before.sessionId() : null;
	}

}
