package io.github.taskhost.local.schedule;

import io.github.taskhost.spi.TaskTransactions;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of the application, and those in which a store changes a schedule and
 * starts its run.
 */
public final class RunTransactions implements TaskTransactions {

	/** The transaction of a store in which this thread starts a run. */
	private static final ThreadLocal<Transaction> OWN = new ThreadLocal<>();

	private final TaskTransactions application;

	public RunTransactions(TaskTransactions application) {
		this.application = application;
	}

	/** Runs work in a transaction of the store, if there is one. */
	void during(@Nullable Transaction transaction, Runnable work) {
		if (transaction == null) {
			work.run();
			return;
		}
		OWN.set(transaction);
		try {
			work.run();
		}
		finally {
			OWN.remove();
		}
	}

	@Override
	public @Nullable Transaction current() {
		Transaction present = OWN.get();
		return (present != null) ? present : this.application.current();
	}

	@Override
	public boolean isBound() {
		return OWN.get() != null || this.application.isBound();
	}

}
