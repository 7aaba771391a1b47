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
 * The starts that wait for the outcome of one transaction, in the order in which they
 * were asked for. For the thread of the transaction. There are as many as tasks that the
 * transaction registered.
 */
final class WaitingStarts implements TransactionSynchronization {

	private static final Logger log = LoggerFactory.getLogger(WaitingStarts.class);

	private final List<Consumer<Boolean>> starts = new ArrayList<>();

	/**
	 * How many starts there were when a savepoint was set. It forgets savepoints as
	 * Spring does, which says nothing when it releases one.
	 */
	private final Map<Object, Integer> savepoints = new WeakHashMap<>();

	void add(Consumer<Boolean> outcome) {
		this.starts.add(outcome);
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.starts.size());
	}

	/** A savepoint that is not known was set before the first start. */
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
			log.warn("The outcome of a transaction is not known, so {} task(s) that waited for its commit were removed "
					+ "and not started. If this was a transactional method called after a commit, as by a "
					+ "@TransactionalEventListener, give it a transaction of its own (REQUIRES_NEW). Else check "
					+ "whether it was committed, and start them again if it was.", this.starts.size());
		}
		tell(this.starts, status == STATUS_COMMITTED);
	}

	private static void tell(List<Consumer<Boolean>> starts, boolean committed) {
		for (Consumer<Boolean> start : starts) {
			try {
				start.accept(committed);
			}
			catch (RuntimeException | Error ex) {
				log.error("A task that waited for its transaction could not be {}", committed ? "started" : "removed",
						ex);
			}
		}
	}

}
