package io.github.taskhost.spi;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Knows the transactions of threads, so that work that is asked for in one starts after
 * its commit, and is removed when it is rolled back: nobody's body reads what was not
 * committed. Implementations are safe for use by many threads.
 */
@FunctionalInterface
public interface TaskTransactions {

	/**
	 * Knows none: work starts at once.
	 * @return transactions that are never there
	 */
	static TaskTransactions none() {
		return () -> null;
	}

	/**
	 * The transaction of the current thread.
	 * @return the transaction, or {@code null} when there is none whose outcome is open
	 */
	@Nullable Transaction current();

	/**
	 * Whether a listener that is called on the current thread would take part in a
	 * transaction: the current one, or one whose outcome is known but whose resources are
	 * still bound. Listeners are then called on another thread, so that they neither fail
	 * the transaction of a caller nor lose their own writes in it.
	 * @return {@code true} if it would
	 */
	default boolean isBound() {
		return current() != null;
	}

	/** A transaction whose outcome is open. */
	@FunctionalInterface
	interface Transaction {

		/**
		 * Has the outcome told, once.
		 * @param outcome is given {@code true} after the commit, {@code false} when there
		 * will be none, or none of what was done since now
		 */
		void whenOver(Consumer<Boolean> outcome);

	}

}
