package io.github.taskhost.local.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.github.taskhost.error.InvalidTaskArgumentException;
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
import org.jspecify.annotations.Nullable;

/**
 * Admits and inserts many new tasks of a session, all or none, and begins their work in
 * their order.
 *
 * <p>
 * <b>Synchronisation.</b> One call at a time inserts into a session, so that no two calls
 * wait for tasks of each other. Sessions share the locks.
 */
public final class JointInsertions {

	private static final int LOCKS = 64;

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
		boolean waits = joint.stream().anyMatch((one) -> one.transaction != null);
		if (waits && joint.stream().anyMatch((one) -> one.transaction == null)) {
			throw new InvalidTaskArgumentException("Some of the requests start after the commit of the transaction of "
					+ "this thread, and others at once. Submit them in separate calls.");
		}
		Lock lock = this.locks.get(Math.floorMod(sessionId.hashCode(), LOCKS));
		lock.lock();
		try {
			admit(joint, waits);
		}
		finally {
			lock.unlock();
		}
		begin(joint);
		return joint.stream().map(Joint::task).toList();
	}

	private TaskTransactions.@Nullable Transaction transactionOf(New one) {
		return this.insertions.transactionOf(one.admission());
	}

	private void admit(List<Joint> joint, boolean waits) {
		boolean stored = false;
		try {
			joint.forEach(this::admit);
			List<Insert> inserts = joint.stream().map((one) -> Objects.requireNonNull(one.insert)).toList();
			this.commits.insertAll(inserts, waits && this.commits.canJoin(), new Answers(joint));
			stored = true;
		}
		finally {
			for (Joint one : joint) {
				end(one, stored);
			}
		}
	}

	private void admit(Joint one) {
		Admission admission = one.of.admission();
		one.session = this.admissions.admitNew(admission.sessionId(), admission.kind().name());
		Decision.Changed first = this.insertions.register(admission, one.of.work(), one.transaction == null);
		one.insert = new Insert(this.insertions.newTask(admission, one.of.work(), first), first);
	}

	private void end(Joint one, boolean stored) {
		boolean inserted = stored && one.holder == null;
		if (one.session != null) {
			this.admissions.endNew(one.session, inserted);
		}
		if (!inserted) {
			one.of.work().refused();
		}
	}

	/** Begins all work; after an error, a look of the supervisor ends the tasks left. */
	private void begin(List<Joint> joint) {
		List<Joint> left = new ArrayList<>(joint.stream().filter((one) -> one.holder == null).toList());
		try {
			while (!left.isEmpty()) {
				Joint next = left.removeFirst();
				this.insertions.begin(Objects.requireNonNull(next.insert), next.of.admission(), next.of.work(),
						next.transaction);
			}
		}
		finally {
			left.forEach((one) -> one.of.work().brokenOff());
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

		private @Nullable Session session;

		private @Nullable Insert insert;

		private @Nullable LocalTask holder;

		Joint(New of, TaskTransactions.@Nullable Transaction transaction) {
			this.of = of;
			this.transaction = transaction;
		}

		LocalTask task() {
			return (this.holder != null) ? this.holder : Objects.requireNonNull(this.insert).task();
		}

	}

	/** The holders of idempotency keys, which answer for tasks. */
	private record Answers(List<Joint> joint) implements Inserts.Holders {

		@Override
		public void hold(Insert insert, CommitResult.Duplicate<LocalTask> duplicate) {
			LocalTask holder = Insertions.answers(duplicate, insert.first().next());
			this.joint.stream().filter((one) -> one.insert == insert).forEach((one) -> one.holder = holder);
		}

	}

}
