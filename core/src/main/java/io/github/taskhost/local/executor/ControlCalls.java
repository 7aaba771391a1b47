package io.github.taskhost.local.executor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.body.Surroundings;
import io.github.taskhost.local.executor.ControlCall.Operation;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the executor of a kind for one task: one after the other, each on a helper
 * thread and with the timeout of the host.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lock} guards {@code waiting}, {@code current} and
 * {@code hanging}: calls that were interrupted after their timeout and have not returned.
 * No user code runs under it, and no future is completed under it. {@code started} is
 * written by the calls that start attempts, one after the other; {@link #goesOn} writes
 * it only before the first of them.
 */
final class ControlCalls {

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<ControlCall> waiting = new ArrayDeque<>();

	private final Set<ControlCall> hanging = new HashSet<>();

	private final CallRunner runner;

	private final LocalTask task;

	/**
	 * The context of the submitting thread; open around the calls that start the task.
	 */
	private volatile Surroundings surroundings;

	private @Nullable ControlCall current;

	/** The attempt whose start has returned; 0 before the first start in this process. */
	private final AtomicInteger started;

	ControlCalls(CallRunner runner, LocalTask task, Surroundings surroundings) {
		this.runner = runner;
		this.task = task;
		this.surroundings = surroundings;
		BackgroundTaskRecord record = task.record();
		this.started = new AtomicInteger(WorkRules.waitsForItsStart(record) ? 0 : record.attempt());
	}

	/** Notes that the start of an attempt has returned. */
	void started(int attempt) {
		this.started.set(attempt);
	}

	/** Holds deliveries until an attempt starts or goes on. */
	void hold() {
		this.started.set(0);
	}

	/** Notes that an attempt goes on that has started elsewhere. */
	void goesOn(int attempt) {
		this.started.compareAndSet(0, attempt);
	}

	/** Whether deliveries wait, because the attempt of a record has not started. */
	boolean holdsDeliveries(BackgroundTaskRecord record) {
		return this.started.get() != record.attempt();
	}

	void enqueue(ControlCall call) {
		add(call);
		startNext();
	}

	/**
	 * Queues a call; a cancellation goes first. Of each operation at most one such call
	 * waits; of deliveries, the reply to the open question.
	 */
	void add(ControlCall call) {
		this.lock.lock();
		try {
			if (call.operation() == Operation.CANCEL) {
				this.waiting.addFirst(call);
			}
			else {
				this.waiting.addLast(call);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Queues the delivery of a message, unless too many calls wait. */
	void addIfRoom(ControlCall call) {
		this.lock.lock();
		try {
			if (this.waiting.size() < this.runner.maxWaiting()) {
				this.waiting.addLast(call);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		call.complete(new BackgroundTaskException(
				"The message was not delivered: " + this.runner.maxWaiting() + " calls wait for the executor of kind '"
						+ this.task.kind().name() + "', the limit (taskhost.messages.retained). Send again later."));
	}

	/** Queues a call after the back-off for a number of failures. */
	void enqueueLater(ControlCall call, int failures) {
		this.runner.later(this.task, failures, () -> enqueue(call));
	}

	/** The largest number of calls that deliver one answer. */
	int deliverAttempts() {
		return this.runner.deliverAttempts();
	}

	/** Queues a delivery again before all others; drops it if the task has ended. */
	void putBack(ControlCall call) {
		this.lock.lock();
		try {
			this.waiting.addFirst(call);
		}
		finally {
			this.lock.unlock();
		}
		if (!WorkRules.keepsReports(this.task.record())) {
			dropAll();
		}
	}

	/** Drops the waiting calls, except cancellations, after the end of the task. */
	void dropAll() {
		drop("The task has ended.", (call) -> call.operation() != Operation.CANCEL);
	}

	/**
	 * Drops the waiting calls for the previous attempt and interrupts the running one.
	 * Cancellations stay, and messages wait for the start of the next attempt.
	 */
	void nextAttempt() {
		this.lock.lock();
		try {
			ControlCall running = this.current;
			if (running != null && running.operation() != Operation.CANCEL && !running.runsOnThisThread()) {
				running.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
		drop("The task is at its next attempt.", (call) -> call.operation() != Operation.CANCEL && !isDelivery(call));
		startNext();
	}

	private void drop(String reason, Predicate<ControlCall> which) {
		List<ControlCall> dropped = new ArrayList<>();
		this.lock.lock();
		try {
			this.waiting.removeIf((call) -> which.test(call) && dropped.add(call));
		}
		finally {
			this.lock.unlock();
		}
		dropped.forEach((call) -> call.complete(new ControlCall.GivenUpException(reason, null)));
	}

	/**
	 * Drops the captured context after the end of the task, which is not started again.
	 */
	void forgetSurroundings() {
		this.surroundings = Surroundings.NONE;
	}

	/** Whether the current thread runs a call of this task. */
	boolean isCurrentThread() {
		this.lock.lock();
		try {
			return this.current != null && this.current.runsOnThisThread()
					|| this.hanging.stream().anyMatch(ControlCall::runsOnThisThread);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Starts the next call, unless one is under way. While a call hangs, only a
	 * cancellation is started, and all other calls are refused. Messages are passed over
	 * before the start of the present attempt has returned.
	 */
	void startNext() {
		List<Runnable> after = new ArrayList<>();
		this.lock.lock();
		try {
			boolean holds = holdsDeliveries(this.task.record());
			for (ControlCall next = takeNext(holds); next != null; next = takeNext(holds)) {
				start(next, after);
			}
			if (holds) {
				this.waiting.stream().filter(ControlCalls::isDelivery).forEach((call) -> after.add(call::held));
			}
		}
		finally {
			this.lock.unlock();
		}
		after.forEach(Runnable::run);
	}

	/**
	 * Starts a call. A call that cannot begin, for example without a thread, fails, and
	 * the next one follows.
	 */
	private void start(ControlCall call, List<Runnable> after) {
		if (!this.hanging.isEmpty() && call.operation() != Operation.CANCEL) {
			after.add(() -> refuse(call));
			return;
		}
		this.current = call;
		try {
			run(call);
		}
		catch (Throwable ex) {
			this.current = null;
			after.add(() -> call.complete(ex));
		}
	}

	private void refuse(ControlCall call) {
		call.complete(new BackgroundTaskException("An earlier call of the executor of kind '" + this.task.kind().name()
				+ "' for this task exceeded its timeout and has not returned."));
	}

	private @Nullable ControlCall takeNext(boolean holdsDeliveries) {
		if (this.current != null) {
			return null;
		}
		for (Iterator<ControlCall> calls = this.waiting.iterator(); calls.hasNext();) {
			ControlCall next = calls.next();
			if (!holdsDeliveries || !isDelivery(next)) {
				calls.remove();
				return next;
			}
		}
		return null;
	}

	private static boolean isDelivery(ControlCall call) {
		return call.operation() == Operation.DELIVER;
	}

	/**
	 * Runs a call. Its consequences, such as the end of the task, precede the next call.
	 */
	private void run(ControlCall call) {
		this.runner.run(this.task, call, () -> surroundingsOf(call), () -> timedOut(call), () -> {
			returned(call);
			startNext();
		});
	}

	/**
	 * Read by the thread of the call: a thread that is idle may keep its last call, and
	 * is not to keep captured contexts with it.
	 */
	private Surroundings surroundingsOf(ControlCall call) {
		return (call.operation() == Operation.START) ? this.surroundings : Surroundings.NONE;
	}

	private void returned(ControlCall call) {
		this.lock.lock();
		try {
			if (this.current == call) {
				this.current = null;
			}
			this.hanging.remove(call);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Completes the call with a timeout before it is interrupted, since the interrupt
	 * would complete it with another failure.
	 */
	private void timedOut(ControlCall call) {
		this.lock.lock();
		try {
			if (this.current != call || call.done().isDone()) {
				return;
			}
			this.current = null;
			this.hanging.add(call);
		}
		finally {
			this.lock.unlock();
		}
		call.complete(new ControlCall.TimedOutException(
				"The executor of kind '" + this.task.kind().name() + "' took longer than " + this.runner.timeout()
						+ " for '" + call.name() + "' (taskhost.control.timeout), and was interrupted."));
		call.interrupt();
		startNext();
	}

}
