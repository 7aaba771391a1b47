package io.github.taskhost.autoconfigure;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Events and wakes that are held back, in order, until the listeners of the application
 * exist. Past {@value #LIMIT} further ones are dropped.
 *
 * <p>
 * <b>Synchronisation.</b> The lock guards the queue and the release. The queue is
 * published outside the lock, by one thread; events that arrive meanwhile queue behind.
 * The release is over when that thread finds the queue empty.
 */
final class HeldEvents {

	static final int LIMIT = 10_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Queue<Object> queue = new ArrayDeque<>();

	private volatile boolean released;

	/** The fate of an event that was passed to {@link #hold}. */
	enum Holding {

		/** The event is held back. */
		HELD,

		/** The queue is full. */
		DROPPED,

		/** Events are no longer held back. */
		RELEASED

	}

	Holding hold(Object event) {
		if (this.released) {
			return Holding.RELEASED;
		}
		this.lock.lock();
		try {
			if (this.released) {
				return Holding.RELEASED;
			}
			if (this.queue.size() >= LIMIT) {
				return Holding.DROPPED;
			}
			this.queue.add(event);
			return Holding.HELD;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Publishes the held events on this thread. If more arrive than the limit, a helper
	 * thread continues, so that the start of the application is not delayed without end.
	 */
	void release(Consumer<Object> publisher) {
		for (int i = 0; i < LIMIT; i++) {
			Object event = next();
			if (event == null) {
				return;
			}
			publisher.accept(event);
		}
		Thread.ofVirtual().name("taskhost-held-events").start(() -> release(publisher));
	}

	private @Nullable Object next() {
		this.lock.lock();
		try {
			Object event = this.queue.poll();
			this.released = event == null;
			return event;
		}
		finally {
			this.lock.unlock();
		}
	}

}
