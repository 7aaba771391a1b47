package io.github.taskhost.local.task;

import io.github.taskhost.event.SessionWake;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command: a committed change, or none. Immutable. The predicates are
 * computed once, since a change has more than a dozen readers.
 */
public final class Change {

	private final LocalTask task;

	private final @Nullable BackgroundTaskRecord before;

	private final BackgroundTaskRecord after;

	private final Outcome outcome;

	private final @Nullable SessionWake wake;

	private final boolean stored;

	private final boolean adopted;

	private final long nanos;

	private final boolean transition;

	private final boolean end;

	private final boolean leaving;

	/**
	 * Creates a change without a wake.
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
	 * Creates a change without a wake, of a task whose durations are measured.
	 * @param task the task
	 * @param before the record before, or {@code null} for a new task
	 * @param after the record after; the same record when nothing changed
	 * @param outcome the consequences, as the rules decided them
	 * @param stored whether the table was changed
	 * @param nanos the reading of the monotonic clock at the decision
	 */
	public Change(LocalTask task, @Nullable BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome,
			boolean stored, long nanos) {
		this(task, before, after, outcome, stored, false, nanos, null);
	}

	private Change(LocalTask task, @Nullable BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome,
			boolean stored, boolean adopted, long nanos, @Nullable SessionWake wake) {
		this.task = task;
		this.before = before;
		this.after = after;
		this.outcome = outcome;
		this.stored = stored;
		this.adopted = adopted;
		this.nanos = nanos;
		this.wake = wake;
		boolean terminal = after.state().isTerminal();
		this.transition = before == null || before.state() != after.state();
		this.end = this.transition && terminal;
		this.leaving = before != null && (this.end || outcome.removed() && !terminal);
	}

	/** A copy of this change with its queued wake. */
	public Change withWake(SessionWake queued) {
		return new Change(this.task, this.before, this.after, this.outcome, this.stored, this.adopted, this.nanos,
				queued);
	}

	/** The insert of a task with its first record. */
	public static Change inserted(LocalTask task, BackgroundTaskRecord first) {
		return new Change(task, null, first, Outcome.NONE, true);
	}

	/** The insert of a task whose record comes from elsewhere. */
	public static Change adopted(LocalTask task, BackgroundTaskRecord record) {
		return new Change(task, null, record, Outcome.NONE, true, true, 0, null);
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
		return this.stored;
	}

	/**
	 * The reading of the monotonic clock at the decision; 0 for tasks whose durations are
	 * not measured, and for new tasks.
	 */
	public long nanos() {
		return this.nanos;
	}

	/** The session wake that was queued for the change, or {@code null}. */
	public @Nullable SessionWake wake() {
		return this.wake;
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
