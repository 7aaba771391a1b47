package io.github.taskhost.local;

import java.time.Instant;
import java.util.UUID;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.lifecycle.NewTask;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.store.CommitResult;
import io.github.taskhost.store.TaskChange;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * New tasks: bodies and reported work.
 */
final class Spawns {

	private final Host host;

	Spawns(Host host) {
		this.host = host;
	}

	<R extends @Nullable Object> BackgroundTaskHandle<R> managed(String sessionId,
			BackgroundTaskRegistration registration, BackgroundTask<R> body) {
		LocalTask parent = parentOf(sessionId, registration);
		return managed(sessionId, registration, body, parent);
	}

	<R extends @Nullable Object> BackgroundTaskHandle<R> child(LocalTask parent,
			BackgroundTaskRegistration registration, BackgroundTask<R> body) {
		BackgroundTaskRecord record = parent.record();
		return managed(record.sessionId(), registration.toBuilder().parentTaskId(record.id()).build(), body, parent);
	}

	private <R extends @Nullable Object> BackgroundTaskHandle<R> managed(String sessionId,
			BackgroundTaskRegistration registration, BackgroundTask<R> body, @Nullable LocalTask parent) {
		LocalTask holder = holderOfKey(sessionId, registration);
		if (holder != null) {
			return new LocalHandle<>(this.host, holder);
		}
		Kind kind = this.host.kindOf(registration.kind());
		Managed<R> managed = new Managed<>(this.host, kind, body);
		LocalTask task = insert(new Admission(sessionId, registration, TaskMode.MANAGED, kind, parent), managed);
		if (task != managed.task()) {
			return new LocalHandle<>(this.host, task);
		}
		inserted(task, parent);
		return managed.handle();
	}

	BackgroundTaskRecord reported(String sessionId, BackgroundTaskRegistration registration, TaskMode mode,
			@Nullable ExternalTaskCancellation owner) {
		return reportedTask(sessionId, registration, mode, owner).record();
	}

	LocalTask reportedTask(String sessionId, BackgroundTaskRegistration registration, TaskMode mode,
			@Nullable ExternalTaskCancellation owner) {
		LocalTask parent = parentOf(sessionId, registration);
		LocalTask holder = holderOfKey(sessionId, registration);
		if (holder != null) {
			return holder;
		}
		Kind kind = this.host.kindOf(registration.kind());
		Reported work = new Reported(this.host, kind, mode, owner);
		LocalTask task = insert(new Admission(sessionId, registration, mode, kind, parent), work);
		inserted(task, parent);
		return task;
	}

	private void inserted(LocalTask task, @Nullable LocalTask parent) {
		if (parent != null) {
			this.host.cancellations().reachNewChild(parent, task);
		}
		this.host.delivery().deliver(task);
	}

	/** Stores the first record of a task; returns the holder of the key if it has one. */
	private LocalTask insert(Admission admission, Work work) {
		boolean stored = false;
		TaskTransactions.Transaction transaction = this.host.starts().transactionOf(admission);
		Session session = this.host.admissions().admitNew(admission.sessionId(), admission.kind().name());
		try {
			boolean startsNow = transaction == null && admission.registration().startAfter() == null;
			NewTask wanted = admission.newTask(this.host, work.state(startsNow));
			Decision.Refused refusal = wanted.refusal();
			if (refusal != null) {
				throw Commits.exceptionFor(refusal);
			}
			Instant now = this.host.clock().instant();
			Decision.Changed first = wanted.register(this.host.store().newUid(now), now);
			LocalTask task = work.task(first);
			CommitResult result = counted(task, first.next());
			if (result instanceof CommitResult.Duplicate duplicate) {
				return answeredBy(duplicate, first.next());
			}
			stored = true;
			if (transaction != null) {
				this.host.starts().afterCommit(task, transaction, work::begin);
			}
			else {
				work.begin();
			}
			return task;
		}
		finally {
			this.host.admissions().endNew(session, stored);
			if (!stored) {
				work.refused();
			}
		}
	}

	/** Counts a task before others can see it, and out again when it is not stored. */
	private CommitResult counted(LocalTask task, BackgroundTaskRecord first) {
		this.host.statistics().count(null, first, task.kind());
		CommitResult result = InterruptGate.inside(() -> this.host.store().commit(new TaskChange.Insert(task)));
		if (!(result instanceof CommitResult.Committed)) {
			this.host.statistics().left(first, task.kind());
			return result;
		}
		this.host.metrics().transition(null, first);
		if (first.timeout() != null) {
			this.host.effects().setTimeout(task);
		}
		this.host.heartbeats().watch(task);
		return result;
	}

	private static LocalTask answeredBy(CommitResult.Duplicate duplicate, BackgroundTaskRecord wanted) {
		LocalTask holder = (LocalTask) duplicate.holder();
		if (duplicate.byKey()) {
			return answers(holder, wanted.registration());
		}
		throw Commits.collision(wanted, duplicate);
	}

	private @Nullable LocalTask holderOfKey(String sessionId, BackgroundTaskRegistration registration) {
		String key = registration.idempotencyKey();
		LocalTask holder = (key != null) ? (LocalTask) this.host.store().findByKey(sessionId, key) : null;
		return (holder != null) ? answers(holder, registration) : null;
	}

	private static LocalTask answers(LocalTask holder, BackgroundTaskRegistration registration) {
		BackgroundTaskRecord record = holder.record();
		if (NamingRules.answersFor(record, registration)) {
			return holder;
		}
		throw new TaskConflictException("The idempotency key '" + registration.idempotencyKey() + "' of session '"
				+ record.sessionId() + "' belongs to task '" + record.id()
				+ "', which has another kind or input. Use another key for other work.");
	}

	private @Nullable LocalTask parentOf(String sessionId, BackgroundTaskRegistration registration) {
		String parentId = registration.parentTaskId();
		if (parentId == null) {
			return null;
		}
		LocalTask parent = this.host.find(sessionId, parentId);
		if (parent == null && !parentId.equals(registration.id())) {
			parent = this.host.findOnly(parentId);
		}
		if (parent == null || parentId.equals(registration.id())) {
			throw new TaskNotFoundException(
					"The parent task '" + parentId + "' is not known" + (parentId.equals(registration.id())
							? ", or the task itself: a task is no parent of itself." : ". Start the parent first."));
		}
		return parent;
	}

	/**
	 * What is to be admitted.
	 *
	 * @param sessionId the session
	 * @param registration what it is to be
	 * @param mode where its work runs
	 * @param kind its kind
	 * @param parent its parent, or {@code null}
	 */
	record Admission(String sessionId, BackgroundTaskRegistration registration, TaskMode mode, Kind kind,
			@Nullable LocalTask parent) {

		NewTask newTask(Host host, BackgroundTaskState state) {
			UUID parentUid = (this.parent != null) ? this.parent.uid() : null;
			String worker = (state == BackgroundTaskState.RUNNING && this.mode == TaskMode.MANAGED) ? host.workerId()
					: null;
			return new NewTask(this.sessionId, this.registration, this.mode, state, this.kind.options(),
					host.options().producer(), parentUid, worker);
		}

	}

	/** The work of a new task. */
	interface Work {

		/** The state that it begins in; takes what a start now needs. */
		BackgroundTaskState state(boolean startsNow);

		/** Makes the task of the first record. */
		LocalTask task(Decision.Changed first);

		/** The task is stored and counted; the admission ends after this. */
		void begin();

		/** The task was not stored: what was taken for it is given back. */
		void refused();

	}

}
