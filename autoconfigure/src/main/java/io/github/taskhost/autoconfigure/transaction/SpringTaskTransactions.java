package io.github.taskhost.autoconfigure.transaction;

import io.github.taskhost.spi.TaskTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The Spring transactions of threads. There is one while its outcome is open: in the last
 * callbacks of a transaction that is over there is none, so that work which is asked for
 * there starts at once.
 */
final class SpringTaskTransactions implements TaskTransactions {

	@Override
	public @Nullable Transaction current() {
		boolean open = TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
		return open ? (outcome) -> starts().add(outcome) : null;
	}

	/** In the last callbacks of a transaction its resources are still bound. */
	@Override
	public boolean isBound() {
		return TransactionSynchronizationManager.isActualTransactionActive();
	}

	/** The starts that wait for this transaction: each transaction has its own. */
	private static WaitingStarts starts() {
		for (TransactionSynchronization present : TransactionSynchronizationManager.getSynchronizations()) {
			if (present instanceof WaitingStarts starts) {
				return starts;
			}
		}
		WaitingStarts starts = new WaitingStarts();
		TransactionSynchronizationManager.registerSynchronization(starts);
		return starts;
	}

}
