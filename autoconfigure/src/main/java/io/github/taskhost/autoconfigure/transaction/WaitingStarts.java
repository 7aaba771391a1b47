package io.github.taskhost.autoconfigure.transaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;

/**
 * The starts that wait for the outcome of one transaction, in the order of their
 * registration. Confined to the thread of the transaction. Bounded by the number of tasks
 * that the transaction registers.
 */
final class WaitingStarts implements TransactionSynchronization {

	private static final Logger log = LoggerFactory.getLogger(WaitingStarts.class);

	private final List<Consumer<Boolean>> starts = new ArrayList<>();

	/**
	 * The number of starts at each savepoint. Keys are weak, because Spring does not
	 * report the release of a savepoint.
	 */
	private final Map<Object, Integer> savepoints = new WeakHashMap<>();

	void add(Consumer<Boolean> outcome) {
		this.starts.add(outcome);
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.starts.size());
	}

	/** An unknown savepoint was set before the first start. */
	@Override
	public void savepointRollback(Object savepoint) {
		int kept = this.savepoints.getOrDefault(savepoint, 0);
		List<Consumer<Boolean>> undone = this.starts.subList(Math.min(kept, this.starts.size()), this.starts.size());
		List<Consumer<Boolean>> told = List.copyOf(undone);
		undone.clear();
		tell(told, false);
	}

	@Override
	public void afterCompletion(int status) {
		if (status == STATUS_UNKNOWN && !this.starts.isEmpty()) {
			log.warn("The outcome of a transaction is unknown: {} task(s) that waited for its commit were removed "
					+ "without being started. If the tasks were spawned in a transactional method that is called "
					+ "after a commit, for example by a @TransactionalEventListener, use propagation REQUIRES_NEW "
					+ "there. Otherwise check whether the transaction was committed. If it was, a durable host starts "
					+ "them within minutes; on another host, spawn them again.", this.starts.size());
		}
		tell(this.starts, status == STATUS_COMMITTED);
	}

	private static void tell(List<Consumer<Boolean>> starts, boolean committed) {
		for (Consumer<Boolean> start : starts) {
			try {
				start.accept(committed);
			}
			catch (RuntimeException | Error ex) {
				log.error("A task that waited for the outcome of its transaction could not be {}",
						committed ? "started" : "removed", ex);
			}
		}
	}

}
