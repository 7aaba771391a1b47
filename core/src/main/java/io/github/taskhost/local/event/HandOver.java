package io.github.taskhost.local.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.time.Alarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the code of the application that a change calls to helpers, for threads that must
 * not run it: those that act for an alarm, stop or reset the host, or remove old records.
 * A listener that blocks then holds up its helper only.
 */
public final class HandOver {

	private static final Logger log = LoggerFactory.getLogger(HandOver.class);

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

	/** Whether the current thread must not run code of the application. */
	public boolean isActive() {
		return Alarms.isActing() || !this.threads.isEmpty() && this.threads.containsKey(Thread.currentThread());
	}

	/**
	 * Hands code of the application to a helper, if this thread acts for an alarm or runs
	 * inside {@link #during}; returns whether it did.
	 */
	public boolean take(Runnable delivery) {
		List<CompletableFuture<Void>> deliveries = this.threads.isEmpty() ? null
				: this.threads.get(Thread.currentThread());
		if (deliveries == null && !Alarms.isActing()) {
			return false;
		}
		try {
			if (deliveries != null) {
				deliveries.add(CompletableFuture.runAsync(delivery, this.helpers));
			}
			else {
				this.helpers.execute(delivery);
			}
			return true;
		}
		catch (Throwable ex) {
			log.error("A helper thread could not be started; listeners are called by the thread of the change",
					LogSafe.of(ex));
			return false;
		}
	}

}
