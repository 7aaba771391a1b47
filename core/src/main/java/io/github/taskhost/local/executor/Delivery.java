package io.github.taskhost.local.executor;

import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.local.executor.ControlCall.Action;
import io.github.taskhost.local.executor.ControlCall.GivenUpException;
import io.github.taskhost.local.executor.ControlCall.HeldException;
import io.github.taskhost.local.executor.ControlCall.Operation;
import io.github.taskhost.local.task.Sending;
import org.jspecify.annotations.Nullable;

/**
 * The calls that deliver one message to an executor, one after the other. Until the
 * executor has started the present attempt the message waits, and its sender does not.
 * The failed delivery of an answer is repeated with back-off a bounded number of times.
 */
final class Delivery {

	private final ControlCalls calls;

	private final Sending sending;

	private final Action action;

	/** Counted by one call after the other. */
	private int failures;

	/**
	 * Creates a delivery.
	 * @param calls the calls of the task
	 * @param sending the message
	 * @param action calls the executor
	 */
	Delivery(ControlCalls calls, Sending sending, Action action) {
		this.calls = calls;
		this.sending = sending;
		this.action = action;
	}

	/** The next call, which is to be queued. */
	ControlCall call() {
		return new ControlCall(Operation.DELIVER, this.action, this::returned, () -> this.sending.waits(null));
	}

	/**
	 * Ends or repeats the delivery. A message that the next attempt has overtaken between
	 * the choice of its call and the call is put back.
	 */
	private void returned(@Nullable Throwable failure) {
		if (failure instanceof HeldException) {
			this.sending.waits(null);
			this.calls.putBack(call());
		}
		else if (failure != null && isRepeated(failure)) {
			this.failures++;
			this.sending.waits(failure);
			this.calls.enqueueLater(call(), this.failures);
		}
		else {
			this.sending.over(failure);
		}
	}

	private boolean isRepeated(Throwable failure) {
		boolean isFinal = failure instanceof AnswerRefusedException
				|| failure instanceof UnsupportedTaskOperationException || failure instanceof GivenUpException;
		return this.sending.isReply() && !isFinal && this.failures + 1 < this.calls.deliverAttempts();
	}

}
