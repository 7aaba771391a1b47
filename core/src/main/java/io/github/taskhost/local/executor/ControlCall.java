package io.github.taskhost.local.executor;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.local.gate.InterruptGate;
import org.jspecify.annotations.Nullable;

/**
 * One call of the executor of a kind. An interrupt reaches it only while it runs.
 *
 * <p>
 * <b>Synchronisation.</b> The interrupting thread writes {@code givenUp} and then reads
 * {@code thread}; the call writes {@code thread} and then reads {@code givenUp}. So
 * either the call sees that it was given up, or it is interrupted.
 */
final class ControlCall {

	private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

	private final Operation operation;

	private final Action action;

	private final Consumer<@Nullable Throwable> after;

	private final Runnable held;

	private final InterruptGate gate = new InterruptGate();

	private volatile @Nullable Thread thread;

	private volatile boolean givenUp;

	ControlCall(Operation operation, Action action) {
		this(operation, action, (failure) -> {
		});
	}

	/**
	 * Creates a call.
	 * @param operation the operation
	 * @param action the action
	 * @param after runs after the call was completed, with its throwable or {@code null}
	 */
	ControlCall(Operation operation, Action action, Consumer<@Nullable Throwable> after) {
		this(operation, action, after, () -> {
		});
	}

	/**
	 * Creates a call that may have to wait for the start of an attempt.
	 * @param operation the operation
	 * @param action the action
	 * @param after runs after the call was completed, with its throwable or {@code null}
	 * @param held runs each time when the call has to wait
	 */
	ControlCall(Operation operation, Action action, Consumer<@Nullable Throwable> after, Runnable held) {
		this.operation = operation;
		this.action = action;
		this.after = after;
		this.held = held;
	}

	Operation operation() {
		return this.operation;
	}

	String name() {
		return this.operation.name().toLowerCase(Locale.ROOT);
	}

	CompletableFuture<@Nullable Void> done() {
		return this.done;
	}

	/** Runs the call on the current thread; returns its throwable, if any. */
	@Nullable Throwable run(String threadName) {
		Thread.currentThread().setName(threadName);
		this.thread = Thread.currentThread();
		try {
			if (this.givenUp) {
				throw notBegun();
			}
			this.action.run();
			return null;
		}
		catch (HeldException ex) {
			return ex;
		}
		catch (Throwable ex) {
			return this.givenUp ? new GivenUpException("The call was given up: the task went on without it.", ex) : ex;
		}
		finally {
			this.gate.close();
			this.thread = null;
		}
	}

	/** A delivery that was given up before it began waits for the next attempt. */
	private Exception notBegun() {
		return (this.operation == Operation.DELIVER) ? new HeldException()
				: new InterruptedException("The call was given up before it began");
	}

	/** Interrupts the call if it runs; else prevents it from running. */
	void interrupt() {
		this.givenUp = true;
		Thread running = this.thread;
		if (running != null) {
			this.gate.interrupt(running);
		}
	}

	/** Tells the caller that the call has to wait for the start of an attempt. */
	void held() {
		this.held.run();
	}

	/** Whether the call has begun and has not returned, whatever its outcome. */
	boolean isUnderWay() {
		return this.thread != null;
	}

	boolean runsOnThisThread() {
		return this.thread == Thread.currentThread();
	}

	/**
	 * Completes the call. The first outcome counts, since a call that was given up may
	 * still return. A cancellation that returns normally after its timeout has reached
	 * the work all the same.
	 */
	void complete(@Nullable Throwable failure) {
		boolean first = (failure == null) ? this.done.complete(null) : this.done.completeExceptionally(failure);
		if (first || failure == null && this.operation == Operation.CANCEL) {
			this.after.accept(failure);
		}
	}

	/** The operations of an executor. */
	enum Operation {

		START, DELIVER, CANCEL, RECONCILE

	}

	/** The action of a call. */
	@FunctionalInterface
	interface Action {

		void run() throws Exception;

	}

	/** Thrown when the host gave a call up; not a failure of the executor. */
	static final class GivenUpException extends BackgroundTaskException {

		private static final long serialVersionUID = 1;

		GivenUpException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

	/** Thrown by a delivery that has to wait for the start of the next attempt. */
	static final class HeldException extends BackgroundTaskException {

		private static final long serialVersionUID = 1;

		HeldException() {
			super("The message waits for the start of the next attempt");
		}

	}

	/** Thrown when a call exceeded its timeout. */
	static final class TimedOutException extends BackgroundTaskException {

		private static final long serialVersionUID = 1;

		TimedOutException(String message) {
			super(message);
		}

	}

}
