package io.github.taskhost.spi;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A view of the transactions of threads. Work that is started in a transaction starts
 * after the commit and is removed after a rollback, so that no body reads uncommitted
 * data. Implementations are thread-safe.
 */
@FunctionalInterface
public interface TaskTransactions {

	/**
	 * Returns a view without transactions: work starts at once.
	 * @return the view
	 */
	static TaskTransactions none() {
		return () -> null;
	}

	/**
	 * Returns the open transaction of the current thread.
	 * @return the transaction, or {@code null} if there is none whose outcome is open
	 */
	@Nullable Transaction current();

	/**
	 * Returns whether code on the current thread would take part in a transaction: an
	 * open one, or a finished one whose resources are still bound. Listeners then run on
	 * another thread, so that they cannot fail the transaction of the caller or lose
	 * their writes in it.
	 * @return {@code true} if a transaction is bound
	 */
	default boolean isBound() {
		return current() != null;
	}

	/** A transaction whose outcome is open. */
	@FunctionalInterface
	interface Transaction {

		/**
		 * Registers a callback for the outcome, called once.
		 * @param outcome receives {@code true} after the commit, or {@code false} if the
		 * transaction, or its part since this call, was rolled back
		 */
		void whenOver(Consumer<Boolean> outcome);

	}

}
