package io.github.taskhost.local.task;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.taskhost.ExternalTaskCancellation;
import org.jspecify.annotations.Nullable;

/**
 * The work of a task, as far as this process can reach it: a body on a thread of the
 * host, work that the executor of its kind drives, or work of an external owner.
 */
public sealed interface Work {

	/**
	 * Starts the work that the record of the task requires: an attempt when it is due, or
	 * the polling of running work. New, retried, re-attached and adopted tasks all begin
	 * here. Does nothing for work that this process does not start.
	 */
	default void resume() {
	}

	/** The present attempt of a body, from its queue to the end of its thread. */
	non-sealed interface Body extends Work {

		/** The thread, or {@code null} before it is started. */
		@Nullable Thread thread();

		/** Whether the body runs on the given thread. */
		boolean runsOn(Thread candidate);

		/** Whether the thread has ended or could not be started. */
		boolean isOver();

		/** Whether the task ended before its body had a thread. */
		boolean isDequeued();

		/** Whether the record ended while the body still ran. */
		boolean isUnresponsive();

		/** The frames of the thread, the newest first. */
		default List<String> stack() {
			Thread running = thread();
			return (running == null) ? List.of()
					: Stream.of(running.getStackTrace()).limit(100).map(StackTraceElement::toString).toList();
		}

		/** Asks the body to end, since its task goes on in another process. */
		void askToYield();

		/** Interrupts the body, unless the body itself calls this method. */
		void interrupt();

	}

	/** Work that the executor of a kind drives. */
	non-sealed interface Driven extends Work {

		/** Whether the executor takes work up again after a loss. */
		boolean canReattach();

		/** Queues a message among the calls; {@link #startNext()} delivers it. */
		void queue(Sending sending);

		/** Starts the next call, unless one is under way. */
		void startNext();

		/** Whether the current thread runs a call of this task. */
		boolean isCurrentThread();

		/**
		 * Holds messages back until {@link #goesOn} or the next start of an attempt; for
		 * work from elsewhere, before its task is published.
		 */
		void hold();

		/**
		 * Delivers the messages that wait, if work from elsewhere goes on in its attempt
		 * without a start here.
		 * @param attempt the attempt in which it came
		 */
		void goesOn(int attempt);

	}

	/** Work of an external owner that gave a callback for its cancellation. */
	final class Owned extends AtomicReference<@Nullable ExternalTaskCancellation> implements Work {

		private static final long serialVersionUID = 1;

		public Owned(ExternalTaskCancellation callback) {
			super(callback);
		}

		/** The callback, or {@code null} once it needs no further call. */
		public @Nullable ExternalTaskCancellation callback() {
			return get();
		}

		/** Drops the callback, which needs no further call. */
		public void forgetCallback() {
			set(null);
		}

	}

	/** No work that this process can reach. */
	enum None implements Work {

		/** The only value. */
		NONE

	}

}
