package io.github.taskhost.autoconfigure.transaction;

import io.github.taskhost.spi.TaskTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The Spring transaction of the current thread, while its outcome is open. The callbacks
 * after the completion of a transaction see none, so that tasks spawned there start at
 * once.
 */
final class SpringTaskTransactions implements TaskTransactions {

	@Override
	public @Nullable Transaction current() {
		boolean open = TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
		return open ? (outcome) -> starts().add(outcome) : null;
	}

	/** True in the callbacks after completion too, where resources are still bound. */
	@Override
	public boolean isBound() {
		return TransactionSynchronizationManager.isActualTransactionActive();
	}

	/**
	 * Returns the pending starts of the current transaction, and creates them if absent.
	 */
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
