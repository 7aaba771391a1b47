package io.github.taskhost.spi;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Carries what surrounds a caller, such as its trace or its user, to the threads of the
 * work that it starts: bodies, each of their attempts, hidden work, and the call of an
 * executor that begins a submitted task. The log context (SLF4J's MDC) is carried by the
 * host itself.
 *
 * <p>
 * A propagator that throws harms nobody: that is logged and counted, and the work goes on
 * without what it would have carried. The first propagator is the outermost.
 */
@FunctionalInterface
public interface TaskContextPropagator {

	/**
	 * Captures what surrounds the current thread, which starts work. Called for each
	 * task, so it is quick, and what it returns is small: it is kept while the task
	 * lives.
	 * @return what was captured, to be opened once for each attempt, one after the other
	 */
	Context capture();

	/** What surrounded a caller. */
	@FunctionalInterface
	interface Context {

		/**
		 * Puts it around the current thread, which begins to work.
		 * @param task the record of the task as its attempt begins, or {@code null} for
		 * hidden work, which has none
		 * @return what takes it away again
		 */
		Scope open(@Nullable BackgroundTaskRecord task);

	}

	/** What was put around the thread of an attempt. */
	@FunctionalInterface
	interface Scope {

		/**
		 * The state of the task changed while the attempt runs. Called by whoever changed
		 * it, on any thread; also for the end itself, and for several changes at once
		 * when they came while this scope was opened. A body is told of a cancel request
		 * after this; one that got its answer may be ahead of it, even past
		 * {@link #close}: what comes after that is to be ignored.
		 * @param before the record before it
		 * @param after the record after it
		 */
		default void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		}

		/**
		 * Takes it away from the thread that it was put around. The end of the attempt is
		 * on the record by then.
		 * @param task the record as the attempt left it, or {@code null} for hidden work
		 * @param thrown what the work threw, or {@code null} when it returned. When its
		 * texts have hidden characters or are very long, what stands for it in the log
		 */
		void close(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown);

	}

}
