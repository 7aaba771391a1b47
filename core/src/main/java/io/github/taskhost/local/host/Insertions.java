package io.github.taskhost.local.host;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.lifecycle.AdmissionRules;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.lifecycle.NewTask;
import io.github.taskhost.lifecycle.RecoveryRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.body.Cascade;
import io.github.taskhost.local.body.StartSchedule;
import io.github.taskhost.local.commit.Admissions;
import io.github.taskhost.local.commit.Collisions;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.Inserts;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Admits and inserts new tasks, and begins their work: at once, or after the commit of
 * the caller's transaction.
 */
public final class Insertions {

	/** The number of tasks with a key that may start during one request. */
	private static final int MAX_TRIES = 100;

	private final Admissions admissions;

	private final Commits commits;

	private final StartSchedule schedule;

	private final TaskTransactions transactions;

	private final EventDelivery delivery;

	private final Cascade cascade;

	private final KnownTasks known;

	private final Clock clock;

	private final Identity identity;

	public Insertions(Admissions admissions, Commits commits, StartSchedule schedule, TaskTransactions transactions,
			EventDelivery delivery, Cascade cascade, KnownTasks known, Clock clock, Identity identity) {
		this.known = known;
		this.admissions = admissions;
		this.commits = commits;
		this.schedule = schedule;
		this.transactions = transactions;
		this.delivery = delivery;
		this.cascade = cascade;
		this.clock = clock;
		this.identity = identity;
	}

	/**
	 * Inserts a task. All code of the application, and all consequences of the insert,
	 * run before or after the admission: the close of a session and the stop of the host
	 * wait for admissions.
	 * @return the task, or the holder of its idempotency key
	 */
	LocalTask insert(Admission admission, NewWork work) {
		TaskTransactions.Transaction transaction = transactionOf(admission);
		if (admission.registration().debounce() != null) {
			return debounce(admission, work, transaction);
		}
		Change change = admit(admission, work, transaction);
		if (change.isNew()) {
			begin(change, admission, work, transaction);
		}
		return change.task();
	}

	/**
	 * Replaces the request of the task that waits under the key of a debounced request,
	 * or inserts a task. A task that starts meanwhile has left the key.
	 */
	private LocalTask debounce(Admission admission, NewWork work, TaskTransactions.@Nullable Transaction transaction) {
		for (int i = 0; i < MAX_TRIES; i++) {
			LocalTask holder = holderOf(admission);
			Change change = (holder != null) ? Change.none(holder, holder.record())
					: admit(admission, work, transaction);
			if (change.isNew()) {
				begin(change, admission, work, transaction);
				return change.task();
			}
			if (isReplaced(Collisions.answers(change.task(), admission.registration()), admission, work, transaction)) {
				return change.task();
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
	private boolean isReplaced(LocalTask holder, Admission admission, NewWork work,
			TaskTransactions.@Nullable Transaction transaction) {
		BackgroundTaskRegistration newest = admission.registration();
		if (!NamingRules.replaces(holder.record(), newest)) {
			return true;
		}
		if (transaction != null) {
			transaction.whenOver((committed) -> {
				if (committed) {
					LocalTask unused = debounce(admission, work, null);
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

	/** Begins the work of a task that was inserted. */
	void begin(Inserts.Insert insert, Admission admission, NewWork work,
			TaskTransactions.@Nullable Transaction transaction) {
		begin(Change.inserted(insert.task(), insert.first().next()), admission, work, transaction);
	}

	private void begin(Change stored, Admission admission, NewWork work,
			TaskTransactions.@Nullable Transaction transaction) {
		begin(stored, work, transaction);
		LocalTask task = stored.task();
		LocalTask parent = admission.parent();
		if (parent != null) {
			this.cascade.reachNewChild(parent, task);
		}
		this.delivery.deliver(task);
	}

	private Change admit(Admission admission, NewWork work, TaskTransactions.@Nullable Transaction transaction) {
		boolean stored = false;
		Session session = this.admissions.admitNew(admission.sessionId(), admission.kind().name());
		try {
			Decision.Changed first = register(admission, work, transaction == null);
			LocalTask task = newTask(admission, work, first);
			boolean joins = transaction != null && task.stored() != null && this.commits.canJoin();
			CommitResult.Duplicate<LocalTask> duplicate = this.commits.insert(task, first, joins);
			stored = duplicate == null;
			if (duplicate == null) {
				return Change.inserted(task, first.next());
			}
			LocalTask holder = Collisions.answers(duplicate, first.next());
			return Change.none(holder, holder.record());
		}
		finally {
			this.admissions.endNew(session, stored);
			if (!stored) {
				work.refused();
			}
		}
	}

	/** The transaction to wait for before the start, or {@code null}. */
	TaskTransactions.@Nullable Transaction transactionOf(Admission admission) {
		return AdmissionRules.startsAfterCommit(admission.registration(), admission.kind().options(), admission.mode())
				? this.transactions.current() : null;
	}

	Decision.Changed register(Admission admission, NewWork work, boolean startsAtOnce) {
		Instant now = this.clock.instant();
		boolean isDue = !TimeRules.firstStart(admission.registration(), now).isAfter(now);
		NewTask wanted = admission.newTask(this.identity, work.state(startsAtOnce, isDue));
		Decision.Refused refusal = wanted.refusal();
		if (refusal != null) {
			throw Commits.exceptionFor(refusal);
		}
		return wanted.register(this.commits.newUid(now), now);
	}

	LocalTask newTask(Admission admission, NewWork work, Decision.Changed first) {
		LocalTask task = new LocalTask(first.next(), this.delivery.wanted(first), admission.kind(), Work.None.NONE);
		if (first.next().onNodeLoss() != null) {
			this.commits.prepare(task, work.isLeft());
		}
		task.work(work.of(task));
		return task;
	}

	/**
	 * Begins the work of a stored task, at once or after the commit. After an error of
	 * the JVM, such as an exhausted stack of the caller, a look of the supervisor ends
	 * the task.
	 */
	private void begin(Change stored, NewWork work, TaskTransactions.@Nullable Transaction transaction) {
		orBreakOff(work, () -> {
			this.commits.follow(stored);
			if (transaction != null) {
				this.schedule.afterCommit(stored.task(), transaction, () -> orBreakOff(work, () -> {
					this.commits.committed(stored.task());
					work.begin();
				}));
			}
			else {
				work.begin();
			}
		});
	}

	private static void orBreakOff(NewWork work, Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			work.brokenOff();
			throw ex;
		}
	}

	/**
	 * The identity of the host in the records of its tasks.
	 *
	 * @param producer the producer of tasks whose registration names none
	 * @param workerId the id of this host instance, new at every start
	 * @param durable whether its tasks are stored in a journal
	 */
	public record Identity(String producer, Supplier<String> workerId, boolean durable) {
	}

	/**
	 * A task to admit.
	 *
	 * @param sessionId the session
	 * @param registration the registration
	 * @param mode the mode of its work
	 * @param kind its kind
	 * @param parent its parent, or {@code null}
	 * @param byName whether any process that has the kind can start the work
	 */
	record Admission(String sessionId, BackgroundTaskRegistration registration, TaskMode mode, Kind kind,
			@Nullable LocalTask parent, boolean byName) {

		NewTask newTask(Identity identity, BackgroundTaskState state) {
			UUID parentUid = (this.parent != null) ? this.parent.uid() : null;
			boolean runsHere = state == BackgroundTaskState.RUNNING && this.mode == TaskMode.MANAGED;
			return new NewTask(this.sessionId, this.registration, this.mode, state, this.kind.options(),
					identity.producer(), parentUid, runsHere ? identity.workerId().get() : null,
					identity.durable() ? RecoveryRules.policy(this.kind.options(), this.byName) : null);
		}

	}

}
