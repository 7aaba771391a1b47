package io.github.taskhost.local;

import java.util.List;

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
import io.github.taskhost.store.CommitResult;
import io.github.taskhost.store.TaskChange;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Lets the rules decide about a command and commits what they say, again and again until
 * nobody else was faster. What follows from the change is then carried out.
 */
final class Commits {

	private final Host host;

	Commits(Host host) {
		this.host = host;
	}

	Commit commit(LocalTask task, TaskCommand command) {
		return commit(task, TaskLifecycle.ANY_ATTEMPT, command);
	}

	Commit commit(LocalTask task, int attempt, TaskCommand command) {
		InterruptGate current = InterruptGate.current();
		if (current == null) {
			return commitInside(task, attempt, command);
		}
		current.enter();
		try {
			return commitInside(task, attempt, command);
		}
		finally {
			current.leave();
		}
	}

	private Commit commitInside(LocalTask task, int attempt, TaskCommand command) {
		Commit commit = decideAndStore(task, attempt, command);
		if (commit.stored()) {
			this.host.effects().of(task, commit);
		}
		return commit;
	}

	/**
	 * Commits only: for whoever has to keep something in the same turn. What follows is
	 * carried out by {@link #follow} after it.
	 */
	Commit store(LocalTask task, int attempt, TaskCommand command) {
		return InterruptGate.inside(() -> decideAndStore(task, attempt, command));
	}

	/** Carries out what follows from a change that was stored. */
	void follow(LocalTask task, Commit commit) {
		InterruptGate.inside(() -> this.host.effects().of(task, commit));
	}

	/** Refuses a report that comes for another attempt, or for a record that is gone. */
	void requireCurrent(LocalTask task, int attempt) {
		store(task, attempt, new TaskCommand.Output());
	}

	private Commit decideAndStore(LocalTask task, int attempt, TaskCommand command) {
		while (true) {
			BackgroundTaskRecord before = task.record();
			if (task.isRemoved()) {
				return removed(before, attempt);
			}
			switch (TaskLifecycle.decide(before, attempt, command, this.host.clock().instant())) {
				case Decision.Unchanged ignored -> {
					return Commit.unchanged(before);
				}
				case Decision.Refused refused -> throw exceptionFor(refused);
				case Decision.Changed changed -> {
					if (committed(task, before, changed)) {
						return new Commit(before, changed.next(), changed.outcome(), true);
					}
				}
			}
		}
	}

	private static Commit removed(BackgroundTaskRecord last, int attempt) {
		if (attempt != TaskLifecycle.ANY_ATTEMPT && !last.state().isTerminal()) {
			throw new StaleAttemptException("The record of task '" + last.id() + "' of session '" + last.sessionId()
					+ "' was removed; a report for it changes nothing. Stop its work.");
		}
		return Commit.unchanged(last);
	}

	private boolean committed(LocalTask task, BackgroundTaskRecord before, Decision.Changed changed) {
		List<BackgroundTaskEvent> events = this.host.delivery().wanted(task, changed);
		TaskChange change = changed.outcome().removed() ? new TaskChange.Remove(task, before, changed.next(), events)
				: new TaskChange.Replace(task, before, changed.next(), events);
		CommitResult result = this.host.store().commit(change);
		if (result instanceof CommitResult.Duplicate duplicate) {
			throw collision(changed.next(), duplicate);
		}
		boolean committed = result instanceof CommitResult.Committed;
		if (committed) {
			this.host.delivery().countLost(task, changed, events);
		}
		return committed;
	}

	static TaskConflictException collision(BackgroundTaskRecord wanted, CommitResult.Duplicate duplicate) {
		BackgroundTaskRecord holder = duplicate.holder().record();
		String what = duplicate.byKey()
				? "the idempotency key '" + wanted.idempotencyKey() + "' is held there by task '" + holder.id() + "'"
				: "a live task there has that id (" + holder.state() + ")";
		return new TaskConflictException("Task '" + wanted.id() + "' cannot be in session '" + wanted.sessionId()
				+ "': " + what + ". Use another" + (duplicate.byKey() ? " key." : " id, or end that task first."));
	}

	static BackgroundTaskException exceptionFor(Decision.Refused refused) {
		return switch (refused.why()) {
			case INVALID -> new InvalidTaskArgumentException(refused.message());
			case STATE -> new TaskStateException(refused.message());
			case CANCELLED -> new TaskCancelledException(refused.message());
			case STALE -> new StaleAttemptException(refused.message());
		};
	}

	/**
	 * What a commit changed.
	 *
	 * @param before the record before
	 * @param after the record after; the same when nothing changed
	 * @param outcome the consequences, as the rules decided them
	 * @param stored whether something was stored
	 */
	record Commit(BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome, boolean stored) {

		static Commit unchanged(BackgroundTaskRecord record) {
			return new Commit(record, record, Outcome.NONE, false);
		}

		boolean isChange() {
			return this.before.version() != this.after.version();
		}

		boolean isTransition() {
			return this.before.state() != this.after.state();
		}

		boolean isEnd() {
			return isTransition() && this.after.state().isTerminal();
		}

	}

}
