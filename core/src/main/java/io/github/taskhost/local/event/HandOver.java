package io.github.taskhost.local.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Moves the deliveries of threads that must not run user code to helpers: the threads
 * that stop the host or remove old records. A listener that blocks then holds up its
 * helper only.
 */
public final class HandOver {

	private final Map<Thread, List<CompletableFuture<Void>>> threads = new ConcurrentHashMap<>();

	private final Executor helpers;

	HandOver(Executor helpers) {
		this.helpers = helpers;
	}

	/**
	 * Runs work on this thread, with its deliveries on helpers.
	 * @return the deliveries
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

	/**
	 * Hands a delivery to a helper, if this thread runs inside {@link #during}; returns
	 * whether it did.
	 */
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
