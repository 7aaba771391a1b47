package io.github.taskhost.local.kind;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The slots that the kinds of a host share, so that its bodies have a limit together.
 * Kinds with waiting tasks are served round-robin. All fields are guarded by
 * {@code lock}, which is also that of the queues.
 */
public final class HostSlots<T> {

	final ReentrantLock lock = new ReentrantLock();

	private final int limit;

	private int used;

	/** The queues that may have waiting tasks, in the order of their turns. */
	private final Set<SlotQueue<T>> turns = new LinkedHashSet<>();

	public HostSlots(int limit) {
		this.limit = limit;
	}

	boolean hasFreeSlot() {
		return this.used < this.limit;
	}

	void use(int slots) {
		this.used += slots;
	}

	void waits(SlotQueue<T> queue) {
		this.turns.add(queue);
	}

	/** The number of further tasks that would not have to wait. */
	public int room() {
		this.lock.lock();
		try {
			return Math.max(0, roomNow());
		}
		finally {
			this.lock.unlock();
		}
	}

	int roomNow() {
		return this.limit - this.used - this.turns.stream().mapToInt(SlotQueue::waitingNow).sum();
	}

	/** Takes a slot for the next task of any kind; the caller holds the lock. */
	@Nullable T serve() {
		Iterator<SlotQueue<T>> queues = this.turns.iterator();
		while (hasFreeSlot() && queues.hasNext()) {
			SlotQueue<T> queue = queues.next();
			T task = queue.serveThis();
			if (task != null || queue.waitingNow() == 0) {
				queues.remove();
			}
			if (task != null) {
				if (queue.waitingNow() > 0) {
					this.turns.add(queue);
				}
				return task;
			}
		}
		return null;
	}

}
