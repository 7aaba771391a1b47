package io.github.taskhost.local.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.local.time.Nanos;

/**
 * A bounded buffer between the delivery and one reader. When the buffer is full, the
 * oldest event is dropped and counted. All fields are guarded by {@code lock}.
 */
final class LocalSubscription implements BackgroundTaskSubscription {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Queue<BackgroundTaskEvent> buffer = new ArrayDeque<>();

	private final BackgroundTaskFilter filter;

	private final int capacity;

	private final Consumer<LocalSubscription> onClose;

	private long lost;

	private boolean closed;

	LocalSubscription(BackgroundTaskFilter filter, int capacity, Consumer<LocalSubscription> onClose) {
		this.filter = filter;
		this.capacity = capacity;
		this.onClose = onClose;
	}

	/**
	 * Adds an event that matches the filter; returns whether an older event was dropped.
	 */
	boolean offer(BackgroundTaskEvent event) {
		if (!this.filter.matches(event)) {
			return false;
		}
		this.lock.lock();
		try {
			if (this.closed) {
				return false;
			}
			boolean full = this.buffer.size() == this.capacity;
			if (full) {
				this.buffer.remove();
				this.lost++;
			}
			this.buffer.add(event);
			this.changed.signal();
			return full;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public Optional<BackgroundTaskEvent> next(Duration timeout) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = Nanos.of(timeout);
			while (this.buffer.isEmpty() && !this.closed && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			return Optional.ofNullable(this.buffer.poll());
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public long takeLost() {
		this.lock.lock();
		try {
			long taken = this.lost;
			this.lost = 0;
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isEnded() {
		this.lock.lock();
		try {
			return this.closed && this.buffer.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		this.onClose.accept(this);
	}

}
