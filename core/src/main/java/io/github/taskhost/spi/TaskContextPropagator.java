package io.github.taskhost.spi;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A propagator of thread-bound context, such as a trace or a user, from a caller to the
 * threads of the work that it starts: bodies and each of their attempts, hidden work, and
 * the call of an executor that starts a submitted task. The host itself propagates the
 * log context (SLF4J's MDC).
 *
 * <p>
 * An exception of a propagator is logged and counted, and the work goes on without its
 * context. The first propagator is the outermost. Must be thread-safe.
 */
@FunctionalInterface
public interface TaskContextPropagator {

	/**
	 * Captures the context of the current thread, which starts work. Called for each
	 * task, so it must be fast; the captured context should be small, since it is kept
	 * while the task is live.
	 * @return the captured context, opened for each attempt, one after the other
	 */
	Context capture();

	/** The captured context of a caller. */
	@FunctionalInterface
	interface Context {

		/**
		 * Opens the context on the current thread, which begins to work.
		 * @param task the record of the task as its attempt begins, or {@code null} for
		 * hidden work
		 * @return the scope that closes it
		 */
		Scope open(@Nullable BackgroundTaskRecord task);

	}

	/** The scope of an open context on the thread of an attempt. */
	@FunctionalInterface
	interface Scope {

		/**
		 * Called on any thread when the state of the task changed during the attempt,
		 * including its end. Changes made while this scope was opened come together as
		 * one. A body sees a cancel request after this call. After an answer the body may
		 * run ahead of this call, and even past {@link #close}: ignore calls after the
		 * close. Does nothing by default.
		 * @param before the record before the change
		 * @param after the record after the change
		 */
		default void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		}

		/**
		 * Closes the context on the thread on which it was opened. The record already has
		 * the end of the attempt.
		 * @param task the record at the end of the attempt, or {@code null} for hidden
		 * work
		 * @param thrown the exception of the work, or {@code null} if it returned; an
		 * exception whose methods throw is replaced with a stand-in
		 */
		void close(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown);

	}

}
