package io.github.taskhost.local.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;

/**
 * The subscriptions of the host, up to the limit.
 */
public final class Subscriptions {

	private final List<LocalSubscription> subscriptions = new CopyOnWriteArrayList<>();

	/** Guards the limit and {@code ended}: no subscription is added after the end. */
	private final ReentrantLock lock = new ReentrantLock();

	private final int limit;

	private final int buffer;

	private final BackgroundTaskMetricsRecorder metrics;

	private boolean ended;

	public Subscriptions(int limit, int buffer, BackgroundTaskMetricsRecorder metrics) {
		this.limit = limit;
		this.buffer = buffer;
		this.metrics = metrics;
	}

	private TaskRejectedException rejected(RejectionReason reason, String message) {
		this.metrics.rejected("other", reason);
		return new TaskRejectedException(reason, message);
	}

	public LocalSubscription add(BackgroundTaskFilter filter) {
		this.lock.lock();
		try {
			if (this.ended) {
				throw rejected(RejectionReason.SHUTDOWN,
						"The host shuts down and takes no subscriptions. Subscribe again when it has started.");
			}
			if (this.subscriptions.size() >= this.limit) {
				throw rejected(RejectionReason.SUBSCRIPTIONS, "The host has " + this.limit
						+ " subscriptions, its limit. Close one, or raise taskhost.limits.subscriptions.");
			}
			LocalSubscription subscription = new LocalSubscription(filter, this.buffer, this.subscriptions::remove);
			this.subscriptions.add(subscription);
			return subscription;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isEmpty() {
		return this.subscriptions.isEmpty();
	}

	void offer(BackgroundTaskEvent event) {
		for (LocalSubscription subscription : this.subscriptions) {
			if (subscription.offer(event)) {
				this.metrics.eventsLost(1);
			}
		}
	}

	public void open() {
		this.lock.lock();
		try {
			this.ended = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	public void end() {
		this.lock.lock();
		try {
			this.ended = true;
		}
		finally {
			this.lock.unlock();
		}
		this.subscriptions.forEach(LocalSubscription::close);
	}

}
