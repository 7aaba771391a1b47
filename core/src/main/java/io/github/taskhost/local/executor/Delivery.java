package io.github.taskhost.local.executor;

import java.util.function.Consumer;

import io.github.taskhost.local.executor.ControlCall.Action;
import io.github.taskhost.local.executor.ControlCall.Operation;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to an executor. Until the executor has started the present attempt
 * the message waits, and its sender does not.
 */
final class Delivery {

	private final ControlCalls calls;

	private final Action action;

	private final Consumer<@Nullable Throwable> over;

	private final Runnable held;

	/**
	 * Creates a delivery.
	 * @param calls the calls of the task
	 * @param action calls the executor
	 * @param over runs once at the end, with the throwable or {@code null}
	 * @param held runs when the message has to wait for a start
	 */
	Delivery(ControlCalls calls, Action action, Consumer<@Nullable Throwable> over, Runnable held) {
		this.calls = calls;
		this.action = action;
		this.over = over;
		this.held = held;
	}

	/** The next call, which is to be queued. */
	ControlCall call() {
		return new ControlCall(Operation.DELIVER, this.action, this::returned, this.held);
	}

	/**
	 * Puts a message back that the next attempt has overtaken between the choice of its
	 * call and the call.
	 */
	private void returned(@Nullable Throwable failure) {
		if (failure instanceof ControlCall.HeldException) {
			this.held.run();
			this.calls.putBack(call());
		}
		else {
			this.over.accept(failure);
		}
	}

}
