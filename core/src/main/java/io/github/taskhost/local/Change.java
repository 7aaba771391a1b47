package io.github.taskhost.local;

import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command that was committed, or had nothing to change. Immutable.
 *
 * @param task the task
 * @param before the record before, or {@code null} for a new task
 * @param after the record after; the same when nothing changed
 * @param outcome the consequences, as the rules decided them
 * @param stored whether the table was changed
 */
record Change(LocalTask task, @Nullable BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome,
		boolean stored) {

	/** The result of a command that changed nothing. */
	static Change none(LocalTask task, BackgroundTaskRecord record) {
		return new Change(task, record, record, Outcome.NONE, false);
	}

	/** Whether the task is new in this process. */
	boolean isNew() {
		return this.before == null;
	}

	/** Whether the record has a new version; a heartbeat makes none. */
	boolean isChange() {
		return this.before == null || this.before.version() != this.after.version();
	}

	/** Whether the state is another. */
	boolean isTransition() {
		return this.before == null || this.before.state() != this.after.state();
	}

	/** Whether the task has ended with this change. */
	boolean isEnd() {
		return isTransition() && this.after.state().isTerminal();
	}

	/** Whether the task is live no more since this change: it ended or was removed. */
	boolean isLeaving() {
		return this.before != null && (isEnd() || this.outcome.removed() && !this.after.state().isTerminal());
	}

	/** The session that the task left, or {@code null}. */
	@Nullable String sessionLeft() {
		return (this.before != null && !this.before.sessionId().equals(this.after.sessionId()))
				? this.before.sessionId() : null;
	}

}
