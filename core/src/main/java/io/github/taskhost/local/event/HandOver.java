package io.github.taskhost.local.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Has helpers make the deliveries of threads that run no user code: those that stop the
 * host, or remove old records. A listener that blocks holds up its helper only.
 */
public final class HandOver {

	private final Map<Thread, List<CompletableFuture<Void>>> threads = new ConcurrentHashMap<>();

	private final Executor helpers;

	HandOver(Executor helpers) {
		this.helpers = helpers;
	}

	/**
	 * Does something on this thread, for which helpers make the deliveries.
	 * @return those deliveries
	 */
	public List<CompletableFuture<Void>> during(Runnable work) {
		List<CompletableFuture<Void>> deliveries = new ArrayList<>();
		this.threads.put(Thread.currentThread(), deliveries);
		try {
			work.run();
		}
		finally {
			this.threads.remove(Thread.currentThread());
		}
		return deliveries;
	}

	/** Hands a delivery over, if this thread does that. */
	boolean take(Runnable delivery) {
		List<CompletableFuture<Void>> deliveries = this.threads.isEmpty() ? null
				: this.threads.get(Thread.currentThread());
		if (deliveries == null) {
			return false;
		}
		deliveries.add(CompletableFuture.runAsync(delivery, this.helpers));
		return true;
	}

}
