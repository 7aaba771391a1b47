package io.github.taskhost.local.host;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.lifecycle.AdmissionRules;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.lifecycle.NewTask;
import io.github.taskhost.lifecycle.RecoveryRules;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.body.Cascade;
import io.github.taskhost.local.body.StartSchedule;
import io.github.taskhost.local.commit.Admissions;
import io.github.taskhost.local.commit.Collisions;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.Inserts;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.group.Continuations;
import io.github.taskhost.local.group.Predecessors;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
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

	private final Admissions admissions;

	private final Commits commits;

	private final StartSchedule schedule;

	private final TaskTransactions transactions;

	private final EventDelivery delivery;

	private final Cascade cascade;

	private final Continuations continuations;

	private final Clock clock;

	private final Identity identity;

	public Insertions(Admissions admissions, Commits commits, StartSchedule schedule, TaskTransactions transactions,
			EventDelivery delivery, Cascade cascade, Continuations continuations, Clock clock, Identity identity) {
		this.admissions = admissions;
		this.commits = commits;
		this.schedule = schedule;
		this.transactions = transactions;
		this.delivery = delivery;
		this.cascade = cascade;
		this.continuations = continuations;
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
		Change change = admit(admission, work, transaction);
		if (change.isNew()) {
			begin(change, admission, Map.of(), work, transaction);
		}
		return change.task();
	}

	/**
	 * Begins the work of a task that was inserted.
	 * @param ofCall the tasks of the same call that others wait for, by id
	 */
	void begin(Inserts.Insert insert, Admission admission, Map<String, LocalTask> ofCall, NewWork work,
			TaskTransactions.@Nullable Transaction transaction) {
		begin(Change.inserted(insert.task(), insert.first().next()), admission, ofCall, work, transaction);
	}

	private void begin(Change stored, Admission admission, Map<String, LocalTask> ofCall, NewWork work,
			TaskTransactions.@Nullable Transaction transaction) {
		Predecessors predecessors = admission.predecessors();
		begin(stored, work, transaction, () -> {
			if (predecessors.isAwaited()) {
				this.continuations.found(stored.task(), predecessors.tasks(ofCall));
			}
			work.begin();
		});
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
			Decision.Changed first = register(admission, work, transaction == null, null, Map.of());
			LocalTask task = newTask(admission, work, first);
			boolean joins = transaction != null && task.stored() != null && this.commits.canJoin();
			CommitResult.Duplicate<LocalTask> duplicate = this.commits.insert(task, first, joins);
			stored = duplicate == null;
			if (duplicate == null) {
				return Change.inserted(task, first.next());
			}
			LocalTask holder = answers(duplicate, first.next());
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

	/** A uid for a task that is registered next. */
	UUID newUid() {
		return this.commits.newUid(this.clock.instant());
	}

	/**
	 * Decides to register a task.
	 * @param uid its uid, or {@code null} for a new one
	 * @param ofCall the uids of the tasks of the same call that others wait for, by id
	 */
	Decision.Changed register(Admission admission, NewWork work, boolean startsAtOnce, @Nullable UUID uid,
			Map<String, UUID> ofCall) {
		Instant now = this.clock.instant();
		boolean isDue = !admission.predecessors().isAwaited()
				&& !TimeRules.firstStart(admission.registration(), now).isAfter(now);
		NewTask wanted = admission.newTask(this.identity, work.state(startsAtOnce, isDue), ofCall);
		Decision.Refused refusal = wanted.refusal();
		if (refusal != null) {
			throw Commits.exceptionFor(refusal);
		}
		return wanted.register((uid != null) ? uid : this.commits.newUid(now), now);
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
	private void begin(Change stored, NewWork work, TaskTransactions.@Nullable Transaction transaction,
			Runnable start) {
		orBreakOff(work, () -> {
			this.commits.follow(stored);
			if (transaction != null) {
				this.schedule.afterCommit(stored.task(), transaction, () -> orBreakOff(work, () -> {
					this.commits.committed(stored.task());
					start.run();
				}));
			}
			else {
				start.run();
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
	 * Returns the task that answers for a task that was not inserted; refuses it if there
	 * is none.
	 */
	static LocalTask answers(CommitResult.Duplicate<LocalTask> duplicate, BackgroundTaskRecord wanted) {
		if (duplicate.byKey()) {
			return answers(duplicate.holder(), wanted.registration());
		}
		throw Collisions.of(wanted, duplicate);
	}

	/**
	 * Returns the holder of an idempotency key if it has the kind and input of the
	 * registration; else refuses the registration.
	 */
	static LocalTask answers(LocalTask holder, BackgroundTaskRegistration registration) {
		BackgroundTaskRecord record = holder.record();
		if (NamingRules.answersFor(record, registration)) {
			return holder;
		}
		throw new TaskConflictException("The idempotency key '" + registration.idempotencyKey() + "' of session '"
				+ record.sessionId() + "' belongs to task '" + record.id()
				+ "', which has another kind or input. Use another key for other work.");
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
	 * @param predecessors the tasks after which it starts
	 */
	record Admission(String sessionId, BackgroundTaskRegistration registration, TaskMode mode, Kind kind,
			@Nullable LocalTask parent, boolean byName, Predecessors predecessors) {

		NewTask newTask(Identity identity, BackgroundTaskState state, Map<String, UUID> ofCall) {
			UUID parentUid = (this.parent != null) ? this.parent.uid() : null;
			boolean runsHere = state == BackgroundTaskState.RUNNING && this.mode == TaskMode.MANAGED;
			return new NewTask(this.sessionId, this.registration, this.mode, state, this.kind.options(),
					identity.producer(), parentUid, runsHere ? identity.workerId().get() : null,
					identity.durable() ? RecoveryRules.policy(this.kind.options(), this.byName) : null,
					this.predecessors.uids(ofCall), this.predecessors.isAwaited());
		}

	}

}
