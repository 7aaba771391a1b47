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
 * The calls of the executor of a kind for one task: one after the other, each on a helper
 * thread and with the timeout of the host.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lock} guards {@code waiting}, {@code current} and
 * {@code hanging}: calls that were interrupted after their timeout and have not returned.
 * No user code runs under it, and no future is completed under it.
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

	ControlCalls(CallRunner runner, LocalTask task, Surroundings surroundings) {
		this.runner = runner;
		this.task = task;
		this.surroundings = surroundings;
	}

	void enqueue(ControlCall call) {
		add(call);
		startNext();
	}

	/**
	 * Queues a call; a cancellation goes first. The number of waiting messages is
	 * bounded; of each other operation at most one call waits.
	 */
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
				"The message was not delivered: " + this.runner.maxWaiting() + " calls wait for the executor of kind '"
						+ this.task.kind().name() + "', the limit (taskhost.messages.retained). Send again later."));
	}

	/**
	 * Drops the waiting calls, except cancellations.
	 * @param reason the reason
	 * @param interrupt whether the running call is interrupted, too
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
	 * cancellation is started, and all other calls are refused.
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
				+ this.task.kind().name() + "' for this task exceeded its timeout and has not returned.")));
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
