package io.github.taskhost.local.host;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.commit.Admissions;
import io.github.taskhost.local.commit.Collisions;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.host.Insertions.Admission;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Debounced requests: each replaces the request of the task that waits under its key, or
 * makes a new task. Thread-safe.
 */
public final class Debounces {

	/** The number of tasks with a key that may start during one request. */
	private static final int MAX_TRIES = 100;

	private final Admissions admissions;

	private final Commits commits;

	private final KnownTasks known;

	public Debounces(Admissions admissions, Commits commits, KnownTasks known) {
		this.admissions = admissions;
		this.commits = commits;
		this.known = known;
	}

	/**
	 * Makes a request. A task that starts meanwhile has left the key.
	 * @param transaction the transaction of the caller, or {@code null}
	 * @param insertion inserts a new task
	 * @param again makes the request again without a transaction
	 * @return the insert, or the task that answers for the request
	 */
	Change request(Admission admission, TaskTransactions.@Nullable Transaction transaction, Supplier<Change> insertion,
			Runnable again) {
		for (int i = 0; i < MAX_TRIES; i++) {
			LocalTask holder = holderOf(admission);
			Change change = (holder != null) ? Change.none(holder, holder.record()) : insertion.get();
			if (change.isNew() || isReplaced(Collisions.answers(change.task(), admission.registration()), admission,
					transaction, again)) {
				return change;
			}
		}
		throw new TaskConflictException("The tasks with the idempotency key '"
				+ admission.registration().idempotencyKey() + "' of session '" + admission.sessionId()
				+ "' start faster than this request can be told. Nothing was changed: repeat the request.");
	}

	private @Nullable LocalTask holderOf(Admission admission) {
		return this.known.findByKey(admission.sessionId(),
				Objects.requireNonNull(admission.registration().idempotencyKey()));
	}

	/**
	 * Replaces the request of a task that has not started, at once or after the commit of
	 * the transaction of the caller.
	 * @return whether the task answers for the request
	 */
	private boolean isReplaced(LocalTask holder, Admission admission,
			TaskTransactions.@Nullable Transaction transaction, Runnable again) {
		BackgroundTaskRegistration newest = admission.registration();
		if (!NamingRules.replaces(holder.record(), newest)) {
			return true;
		}
		if (transaction != null) {
			transaction.whenOver((committed) -> {
				if (committed) {
					again.run();
				}
			});
			return true;
		}
		return isReplaced(holder, admission);
	}

	/** Replaces a request inside an admission; its listeners run after it. */
	private boolean isReplaced(LocalTask holder, Admission admission) {
		Change change = this.commits.inTurn(() -> replace(holder, admission));
		if (change.stored()) {
			this.commits.follow(change);
		}
		return change.isChange();
	}

	private Change replace(LocalTask holder, Admission admission) {
		Kind kind = admission.kind();
		TaskCommand.Debounce newest = new TaskCommand.Debounce(admission.registration(),
				kind.options().inputSchemaVersion());
		Session session = this.admissions.admitMoved(admission.sessionId(), kind.name(), 0);
		try {
			return this.commits.store(holder, TaskLifecycle.ANY_ATTEMPT, newest, Additions.NONE, Function.identity());
		}
		finally {
			this.admissions.end(session, 0);
		}
	}

}
