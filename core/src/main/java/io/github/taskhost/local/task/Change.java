package io.github.taskhost.local.task;

import io.github.taskhost.event.SessionWake;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command: a committed change, or none. Immutable.
 *
 * @param task the task
 * @param before the record before, or {@code null} for a new task
 * @param after the record after; the same record when nothing changed
 * @param outcome the consequences, as the rules decided them
 * @param stored whether the table was changed
 * @param wake the session wake that was queued for the change, or {@code null}
 */
public record Change(LocalTask task, @Nullable BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome,
		boolean stored, @Nullable SessionWake wake) {

	/** Creates a change without a wake. */
	public Change(LocalTask task, @Nullable BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome,
			boolean stored) {
		this(task, before, after, outcome, stored, null);
	}

	/** A copy of this change with its queued wake. */
	public Change withWake(SessionWake queued) {
		return new Change(this.task, this.before, this.after, this.outcome, this.stored, queued);
	}

	/** The result of a command that changed nothing. */
	public static Change none(LocalTask task, BackgroundTaskRecord record) {
		return new Change(task, record, record, Outcome.NONE, false);
	}

	/** Whether the task is new in this process. */
	public boolean isNew() {
		return this.before == null;
	}

	/** Whether the record has a new version; a heartbeat makes none. */
	public boolean isChange() {
		return this.before == null || this.before.version() != this.after.version();
	}

	/** Whether the state changed. */
	public boolean isTransition() {
		return this.before == null || this.before.state() != this.after.state();
	}

	/** Whether the task has ended with this change. */
	public boolean isEnd() {
		return isTransition() && this.after.state().isTerminal();
	}

	/** Whether the task stopped being live with this change: it ended or was removed. */
	public boolean isLeaving() {
		return this.before != null && (isEnd() || this.outcome.removed() && !this.after.state().isTerminal());
	}

	/** The session that the task left, or {@code null}. */
	public @Nullable String sessionLeft() {
		return (this.before != null && !this.before.sessionId().equals(this.after.sessionId()))
				? this.before.sessionId() : null;
	}

}
