package io.github.taskhost.local.executor;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.local.gate.InterruptGate;
import org.jspecify.annotations.Nullable;

/**
 * One call of a kind's executor. An interrupt reaches it only while it runs.
 *
 * <p>
 * <b>Synchronisation.</b> Who interrupts writes {@code givenUp} and then reads
 * {@code thread}; the call does it the other way round, so one of the two sees the other.
 */
final class ControlCall {

	private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

	private final Operation operation;

	private final Action action;

	private final Consumer<@Nullable Throwable> after;

	private final InterruptGate gate = new InterruptGate();

	private volatile @Nullable Thread thread;

	private volatile boolean givenUp;

	ControlCall(Operation operation, Action action) {
		this(operation, action, (failure) -> {
		});
	}

	/**
	 * Makes a call.
	 * @param operation what it is
	 * @param action what it does
	 * @param after what follows from it, given what it threw
	 */
	ControlCall(Operation operation, Action action, Consumer<@Nullable Throwable> after) {
		this.operation = operation;
		this.action = action;
		this.after = after;
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

	/** Runs it on the current thread; returns what it threw. */
	@Nullable Throwable run(String threadName) {
		Thread.currentThread().setName(threadName);
		this.thread = Thread.currentThread();
		try {
			if (this.givenUp) {
				throw new InterruptedException("The call was given up before it began");
			}
			this.action.run();
			return null;
		}
		catch (Throwable ex) {
			return this.givenUp ? new GivenUpException("The call was given up: the task went on without it.", ex) : ex;
		}
		finally {
			this.gate.close();
			this.thread = null;
		}
	}

	/** Interrupts it if it runs; else it does not begin. */
	void interrupt() {
		this.givenUp = true;
		Thread running = this.thread;
		if (running != null) {
			this.gate.interrupt(running);
		}
	}

	boolean runsOnThisThread() {
		return this.thread == Thread.currentThread();
	}

	/** The first outcome counts: a call that was given up may still return. */
	void complete(@Nullable Throwable failure) {
		boolean first = (failure == null) ? this.done.complete(null) : this.done.completeExceptionally(failure);
		if (first) {
			this.after.accept(failure);
		}
	}

	/** What an executor is asked for. */
	enum Operation {

		START, DELIVER, CANCEL, RECONCILE

	}

	/** What the call does. */
	@FunctionalInterface
	interface Action {

		void run() throws Exception;

	}

	/** The host went on without the call; that is no fault of the executor's. */
	static final class GivenUpException extends BackgroundTaskException {

		private static final long serialVersionUID = 1;

		GivenUpException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

	/** The call took too long. */
	static final class TimedOutException extends BackgroundTaskException {

		private static final long serialVersionUID = 1;

		TimedOutException(String message) {
			super(message);
		}

	}

}
