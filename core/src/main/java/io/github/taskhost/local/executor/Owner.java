package io.github.taskhost.local.executor;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The party that can end the work of a task: the executor of its kind, or the callback of
 * an external owner.
 */
interface Owner {

	/** Its name in the log. */
	String name();

	/**
	 * Whether it needs no further call: it was told, the work has reported its end, or
	 * the record was removed.
	 */
	boolean isSettled();

	/** Notes that it needs no further call. */
	void settle();

	/**
	 * Begins a call.
	 * @param after runs when the call returns, with its throwable or {@code null}, and at
	 * its timeout; after a timeout again if the call returns normally all the same
	 */
	ControlCall tell(Consumer<@Nullable Throwable> after);

}
