package io.github.taskhost.test.contract.support;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * An executor that records its calls and lets a test wait for them. An operation runs the
 * {@link Behaviour} that the test sets, and does nothing by default. Thread-safe.
 */
public final class RecordingExecutor implements BackgroundTaskExecutor {

	private static final long PATIENCE_SECONDS = 30;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<Call> calls = new ArrayList<>();

	private final Map<UUID, Integer> underWay = new HashMap<>();

	private final Map<Operation, Behaviour> behaviours = new ConcurrentHashMap<>();

	private final String kind;

	private final Type inputType;

	private final KindOptions options;

	private final boolean reattachable;

	private int mostAtOnce;

	private RecordingExecutor(String kind, Type inputType, KindOptions options, boolean reattachable) {
		this.kind = kind;
		this.inputType = inputType;
		this.options = options;
		this.reattachable = reattachable;
	}

	/**
	 * Creates an executor that accepts any JSON input, has no options and cannot
	 * re-attach.
	 * @param kind the name of the kind
	 * @return the executor
	 */
	public static RecordingExecutor of(String kind) {
		return new RecordingExecutor(kind, JsonPayload.class, KindOptions.NONE, false);
	}

	/**
	 * Returns a new executor of the same kind with another input type.
	 * @param type the type of the input
	 * @return the new executor
	 */
	public RecordingExecutor reading(Type type) {
		return new RecordingExecutor(this.kind, type, this.options, this.reattachable);
	}

	/**
	 * Returns a new executor of the same kind with other options.
	 * @param others the options
	 * @return the new executor
	 */
	public RecordingExecutor withOptions(KindOptions others) {
		return new RecordingExecutor(this.kind, this.inputType, others, this.reattachable);
	}

	/**
	 * Returns a new executor of the same kind that can re-attach.
	 * @return the new executor
	 */
	public RecordingExecutor reattachable() {
		return new RecordingExecutor(this.kind, this.inputType, this.options, true);
	}

	/**
	 * Sets the behaviour of an operation for later calls.
	 * @param operation the operation
	 * @param behaviour the behaviour
	 */
	public void on(Operation operation, Behaviour behaviour) {
		this.behaviours.put(operation, behaviour);
	}

	@Override
	public String kind() {
		return this.kind;
	}

	@Override
	public Type inputType() {
		return this.inputType;
	}

	@Override
	public KindOptions options() {
		return this.options;
	}

	@Override
	public boolean canReattach() {
		return this.reattachable;
	}

	@Override
	public void start(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		call(new Call(Operation.START, task, reporter, null, Thread.currentThread()));
	}

	@Override
	public void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) throws Exception {
		call(new Call(Operation.DELIVER, task, reporter, message, Thread.currentThread()));
	}

	@Override
	public void cancel(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		call(new Call(Operation.CANCEL, task, reporter, null, Thread.currentThread()));
	}

	@Override
	public void reconcile(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
		call(new Call(Operation.RECONCILE, task, reporter, null, Thread.currentThread()));
	}

	private void call(Call call) throws Exception {
		began(call);
		try {
			this.behaviours.getOrDefault(call.operation(), Behaviour.NOTHING).run(call);
		}
		finally {
			ended(call);
		}
	}

	private void began(Call call) {
		this.lock.lock();
		try {
			this.calls.add(call);
			this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay.merge(call.task().uid(), 1, Integer::sum));
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ended(Call call) {
		this.lock.lock();
		try {
			this.underWay.merge(call.task().uid(), -1, Integer::sum);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for the first call of an operation for a task, for 30 seconds at most.
	 * @param taskId the id of the task
	 * @param operation the operation
	 * @return the call, which has begun and may still run
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Call await(String taskId, Operation operation) throws InterruptedException {
		return await(taskId, operation, 1);
	}

	/**
	 * Waits for a number of calls of an operation for a task, for 30 seconds at most.
	 * @param taskId the id of the task
	 * @param operation the operation
	 * @param count the number of calls
	 * @return the last of these calls, which has begun and may still run
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Call await(String taskId, Operation operation, int count) throws InterruptedException {
		long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		this.lock.lockInterruptibly();
		try {
			List<Call> found = find(taskId, operation);
			while (found.size() < count && left > 0) {
				left = this.changed.awaitNanos(left);
				found = find(taskId, operation);
			}
			if (found.size() < count) {
				throw new AssertionError(
						operation + " of " + taskId + " was not called. Calls so far: " + operations());
			}
			return found.get(count - 1);
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<Call> find(String taskId, Operation operation) {
		return this.calls.stream()
			.filter((call) -> call.operation() == operation && call.task().id().equals(taskId))
			.toList();
	}

	/**
	 * Returns all calls so far.
	 * @return the calls, in the order in which they began
	 */
	public List<Call> calls() {
		this.lock.lock();
		try {
			return List.copyOf(this.calls);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the calls of an operation for a task so far.
	 * @param taskId the id of the task
	 * @param operation the operation
	 * @return the calls, in the order in which they began
	 */
	public List<Call> calls(String taskId, Operation operation) {
		this.lock.lock();
		try {
			return find(taskId, operation);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the operations of all calls so far.
	 * @return the operations, in the order in which the calls began
	 */
	public List<Operation> operations() {
		return calls().stream().map(Call::operation).toList();
	}

	/**
	 * Returns the largest number of concurrent calls for any single task so far.
	 * @return the number of calls
	 */
	public int mostAtOnce() {
		this.lock.lock();
		try {
			return this.mostAtOnce;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return "recording executor of '" + this.kind + "'";
	}

	/** The recorded operations. */
	public enum Operation {

		/** {@link BackgroundTaskExecutor#start}. */
		START,

		/** {@link BackgroundTaskExecutor#deliver}. */
		DELIVER,

		/** {@link BackgroundTaskExecutor#cancel}. */
		CANCEL,

		/** {@link BackgroundTaskExecutor#reconcile}. */
		RECONCILE

	}

	/** The behaviour of an operation, set by a test. */
	@FunctionalInterface
	public interface Behaviour {

		/** Returns at once. */
		Behaviour NOTHING = (call) -> {
		};

		/**
		 * Runs during the call.
		 * @param call the call
		 * @throws Exception to make the operation throw it
		 */
		void run(Call call) throws Exception;

	}

	/**
	 * A recorded call.
	 *
	 * @param operation the operation
	 * @param task the record that the call was given
	 * @param reporter the reporter that the call was given
	 * @param message the message of {@link Operation#DELIVER}, otherwise {@code null}
	 * @param thread the thread of the call
	 */
	public record Call(Operation operation, BackgroundTaskRecord task, TaskReporter reporter,
			@Nullable TaskMessage message, Thread thread) {

		/**
		 * Waits for the end of the thread of the call, when all effects of the call are
		 * visible.
		 * @throws InterruptedException if the thread is interrupted
		 */
		public void awaitOver() throws InterruptedException {
			this.thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
			if (this.thread.isAlive()) {
				throw new AssertionError(this.operation + " of " + this.task.id() + " has not returned");
			}
		}

		/**
		 * Returns the text of the message.
		 * @return the text; empty without a message
		 */
		public String text() {
			return (this.message != null) ? this.message.text() : "";
		}

	}

}
