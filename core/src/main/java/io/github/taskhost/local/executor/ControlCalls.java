package io.github.taskhost.local.executor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.local.body.Surroundings;
import io.github.taskhost.local.executor.ControlCall.Operation;
import io.github.taskhost.local.task.LocalTask;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a kind's executor for one task: one after the other, each on a thread of
 * its own and within the host's bound.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lock} guards the queue, the current call, and those that
 * hang: calls that were interrupted for their time and have not returned. No user code
 * runs under it, and no future is completed.
 */
final class ControlCalls {

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<ControlCall> waiting = new ArrayDeque<>();

	private final Set<ControlCall> hanging = new HashSet<>();

	private final CallRunner runner;

	private final LocalTask task;

	/** What surrounded who submitted the task: it is around the calls that begin it. */
	private volatile Surroundings surroundings;

	private @Nullable ControlCall current;

	ControlCalls(CallRunner runner, LocalTask task, Surroundings surroundings) {
		this.runner = runner;
		this.task = task;
		this.surroundings = surroundings;
	}

	void enqueue(ControlCall call) {
		add(call);
		startNext();
	}

	/** Messages are bounded; of the other calls, only one of each waits. */
	void add(ControlCall call) {
		this.lock.lock();
		try {
			if (call.operation() == Operation.CANCEL) {
				this.waiting.addFirst(call);
				return;
			}
			if (call.operation() != Operation.DELIVER || this.waiting.size() < this.runner.maxWaiting()) {
				this.waiting.addLast(call);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		call.complete(new BackgroundTaskException(
				"Too many calls wait for the executor of kind '" + this.task.kind().name() + "'."));
	}

	/**
	 * Gives up what waits, except for cancellations.
	 * @param reason why
	 * @param interrupt whether the call that runs is interrupted too
	 */
	void drop(String reason, boolean interrupt) {
		List<ControlCall> dropped = new ArrayList<>();
		this.lock.lock();
		try {
			this.waiting.removeIf((call) -> call.operation() != Operation.CANCEL && dropped.add(call));
			ControlCall running = this.current;
			if (interrupt && running != null && running.operation() != Operation.CANCEL
					&& !running.runsOnThisThread()) {
				running.interrupt();
			}
		}
		finally {
			this.lock.unlock();
		}
		dropped.forEach((call) -> call.complete(new ControlCall.GivenUpException(reason, null)));
	}

	/** The task has ended: nothing begins it any more. */
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
	 * Starts the next call, unless one is under way. Behind one that hangs, only a
	 * cancellation is.
	 */
	void startNext() {
		List<ControlCall> refused = new ArrayList<>();
		this.lock.lock();
		try {
			while (this.current == null && !this.waiting.isEmpty()) {
				ControlCall next = this.waiting.removeFirst();
				if (!this.hanging.isEmpty() && next.operation() != Operation.CANCEL) {
					refused.add(next);
				}
				else {
					this.current = next;
					run(next);
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		refused.forEach((call) -> call.complete(new BackgroundTaskException("An earlier call of the executor of kind '"
				+ this.task.kind().name() + "' for this task was interrupted for its time, and has not returned.")));
	}

	/** The consequences of a call, such as the end of the task, precede the next call. */
	private void run(ControlCall call) {
		Surroundings wanted = (call.operation() == Operation.START) ? this.surroundings : Surroundings.NONE;
		this.runner.run(this.task, call, wanted, () -> timedOut(call), () -> {
			returned(call);
			startNext();
		});
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

	/** Its outcome goes before the interrupt, which has an outcome of its own. */
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
