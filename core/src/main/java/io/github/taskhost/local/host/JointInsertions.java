package io.github.taskhost.local.host;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.local.commit.Admissions;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.Inserts;
import io.github.taskhost.local.commit.Inserts.Insert;
import io.github.taskhost.local.host.Insertions.Admission;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Admits and inserts many new tasks of a session, all or none, and begins their work in
 * their order.
 *
 * <p>
 * <b>Synchronisation.</b> One call at a time inserts tasks with ids or keys into a
 * session, so that no two calls wait for tasks of each other. Sessions share the locks.
 */
public final class JointInsertions {

	private static final int LOCKS = 64;

	private static final long LONGEST_WAIT_SECONDS = 10;

	private final Insertions insertions;

	private final Admissions admissions;

	private final Commits commits;

	private final List<Lock> locks = Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

	public JointInsertions(Insertions insertions, Admissions admissions, Commits commits) {
		this.insertions = insertions;
		this.admissions = admissions;
		this.commits = commits;
	}

	/**
	 * Inserts tasks.
	 * @return for each new work its task, or the holder of its idempotency key
	 */
	List<LocalTask> insert(String sessionId, List<New> all) {
		List<Joint> joint = all.stream().map((one) -> new Joint(one, transactionOf(one))).toList();
		List<Joint> distinct = distinct(joint);
		boolean waits = oneOf(distinct, (one) -> one.transaction != null,
				"Some of the requests start after the commit of the transaction of this thread, and others at once.");
		try {
			Map<String, UUID> awaited = awaited(joint, (one) -> one.uid(this.insertions));
			insert(sessionId, distinct, waits, awaited);
		}
		catch (RuntimeException | Error ex) {
			refuse(distinct, ex);
			throw ex;
		}
		Map<String, LocalTask> awaited = awaited(joint, Joint::task);
		all(distinct, (one) -> beginOrRefuse(one, awaited));
		return joint.stream().map(Joint::task).toList();
	}

	/** A value of each of the tasks for which others of the call wait, by their ids. */
	private static <T> Map<String, T> awaited(List<Joint> joint, Function<Joint, T> value) {
		Set<String> ids = new HashSet<>();
		joint.forEach((one) -> ids.addAll(one.of.admission().predecessors().ofCall()));
		Map<String, T> awaited = new HashMap<>();
		for (Joint one : joint) {
			String id = one.of.admission().registration().id();
			if (id != null && ids.contains(id)) {
				awaited.put(id, value.apply(one));
			}
		}
		return awaited;
	}

	private TaskTransactions.@Nullable Transaction transactionOf(New one) {
		return this.insertions.transactionOf(one.admission());
	}

	/** The tasks of different names: the first one with a key answers for the others. */
	private static List<Joint> distinct(List<Joint> joint) {
		Map<String, Joint> ids = new HashMap<>();
		Map<String, Joint> keys = new HashMap<>();
		for (Joint one : joint) {
			BackgroundTaskRegistration registration = one.of.admission().registration();
			String key = registration.idempotencyKey();
			one.first = (key != null) ? keys.putIfAbsent(key, one) : null;
			if (one.first != null && !one.first.isSameWork(registration)) {
				throw new TaskConflictException("Two of the requests have the idempotency key '" + key
						+ "' and another kind or input. Use another key for other work.");
			}
			if (one.first == null && registration.id() != null && ids.put(registration.id(), one) != null) {
				throw new TaskConflictException(
						"Two of the requests have the id '" + registration.id() + "'. Give each its own id, or none.");
			}
		}
		return joint.stream().filter((one) -> one.first == null).toList();
	}

	private static boolean oneOf(List<Joint> joint, Predicate<Joint> test, String mixed) {
		boolean any = joint.stream().anyMatch(test);
		if (any && !joint.stream().allMatch(test)) {
			throw new InvalidTaskArgumentException(mixed + " Submit them in separate calls.");
		}
		return any;
	}

	private void insert(String sessionId, List<Joint> joint, boolean waits, Map<String, UUID> awaited) {
		if (joint.stream().noneMatch(Joint::isNamed)) {
			admit(joint, waits, awaited);
			return;
		}
		Lock lock = this.locks.get(Math.floorMod(sessionId.hashCode(), LOCKS));
		lock(lock, sessionId);
		try {
			admit(joint, waits, awaited);
		}
		finally {
			lock.unlock();
		}
	}

	/** The wait is bounded, since a transaction of the caller may hold up others. */
	private static void lock(Lock lock, String sessionId) {
		try {
			if (lock.tryLock(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new TaskConflictException("Another call is submitting tasks to session '" + sessionId
				+ "' at this moment. Nothing was started: repeat the call.");
	}

	private void admit(List<Joint> joint, boolean waits, Map<String, UUID> awaited) {
		boolean stored = false;
		try {
			joint.forEach((one) -> admit(one, awaited));
			oneOf(joint, (one) -> one.insert().task().stored() != null,
					"Some of the requests are stored, and others are kept in memory.");
			this.commits.insertAll(joint.stream().map(Joint::insert).toList(), waits && this.commits.canJoin(),
					new Answers(joint));
			stored = true;
		}
		finally {
			for (Joint one : joint) {
				one.inserted = stored && one.holder == null;
				if (one.session != null) {
					this.admissions.endNew(one.session, one.inserted);
				}
			}
		}
	}

	private void admit(Joint one, Map<String, UUID> awaited) {
		Admission admission = one.of.admission();
		one.session = this.admissions.admitNew(admission.sessionId(), admission.kind().name());
		Decision.Changed first = this.insertions.register(admission, one.of.work(), one.transaction == null, one.uid,
				awaited);
		one.insert = new Insert(this.insertions.newTask(admission, one.of.work(), first), first);
	}

	/** Gives back the slots of a call that was refused; no lock is held here. */
	private void refuse(List<Joint> joint, Throwable reason) {
		try {
			all(joint, (one) -> beginOrRefuse(one, Map.of()));
		}
		catch (RuntimeException | Error ex) {
			reason.addSuppressed(ex);
		}
	}

	private void beginOrRefuse(Joint one, Map<String, LocalTask> awaited) {
		if (one.inserted) {
			this.insertions.begin(one.insert(), one.of.admission(), awaited, one.of.work(), one.transaction);
		}
		else {
			one.of.work().refused();
		}
	}

	/** Acts on all tasks; throws the first error after the last one. */
	private static void all(List<Joint> joint, Consumer<Joint> action) {
		Throwable first = null;
		for (Joint one : joint) {
			try {
				action.accept(one);
			}
			catch (RuntimeException | Error ex) {
				first = (first != null) ? first : ex;
			}
		}
		if (first instanceof Error error) {
			throw error;
		}
		if (first instanceof RuntimeException exception) {
			throw exception;
		}
	}

	/**
	 * A new task.
	 *
	 * @param admission the task to admit
	 * @param work its work
	 */
	record New(Admission admission, NewWork work) {
	}

	/** A new task among others. */
	private static final class Joint {

		private final New of;

		private final TaskTransactions.@Nullable Transaction transaction;

		/** The task of the same call that has the same key, or {@code null}. */
		private @Nullable Joint first;

		private @Nullable Session session;

		/** The uid for tasks of the call that wait for this one. */
		private @Nullable UUID uid;

		private @Nullable Insert insert;

		private @Nullable LocalTask holder;

		private boolean inserted;

		Joint(New of, TaskTransactions.@Nullable Transaction transaction) {
			this.of = of;
			this.transaction = transaction;
		}

		/** The uid for tasks of the call that wait for this one. */
		UUID uid(Insertions insertions) {
			if (this.first != null) {
				return this.first.uid(insertions);
			}
			if (this.uid == null) {
				this.uid = insertions.newUid();
			}
			return this.uid;
		}

		boolean isNamed() {
			BackgroundTaskRegistration registration = this.of.admission().registration();
			return registration.id() != null || registration.idempotencyKey() != null;
		}

		boolean isSameWork(BackgroundTaskRegistration other) {
			BackgroundTaskRegistration own = this.of.admission().registration();
			return own.kind().equals(other.kind()) && Objects.equals(own.input(), other.input());
		}

		Insert insert() {
			return Objects.requireNonNull(this.insert);
		}

		LocalTask task() {
			if (this.first != null) {
				return this.first.task();
			}
			return (this.holder != null) ? this.holder : insert().task();
		}

	}

	/** The holders of idempotency keys, which answer for tasks. */
	private record Answers(List<Joint> joint) implements Inserts.Holders {

		@Override
		public void hold(Insert insert, CommitResult.Duplicate<LocalTask> duplicate) {
			LocalTask holder = Insertions.answers(duplicate, insert.first().next());
			Joint held = this.joint.stream().filter((one) -> one.insert == insert).findFirst().orElseThrow();
			if (held.uid != null) {
				throw new TaskConflictException("Task '" + holder.record().id() + "' has taken the idempotency key '"
						+ holder.record().idempotencyKey() + "' of a request for which others of the call wait, at "
						+ "this moment. Nothing was started: repeat the call.");
			}
			held.holder = holder;
		}

	}

}
