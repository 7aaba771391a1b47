package io.github.taskhost.local.kind;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The slots that the kinds of a host share, so that its bodies have a limit together.
 * Within one priority, kinds with waiting tasks are served round-robin; between
 * priorities, the task with the lowest rank is served. All fields are guarded by
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
		return this.limit - this.used - this.turns.stream().mapToInt((queue) -> queue.line().size()).sum();
	}

	/** Takes a slot for the next task of any kind; the caller holds the lock. */
	@Nullable T serve() {
		this.turns.removeIf((queue) -> queue.line().size() == 0);
		for (Turn<T> turn = next(); turn != null; turn = next()) {
			SlotQueue<T> queue = turn.queue();
			T task = queue.serve(turn.priority());
			if (task != null) {
				this.turns.remove(queue);
				this.turns.add(queue);
				return task;
			}
		}
		return null;
	}

	/**
	 * The task with the lowest rank, of the first queue of each priority that has a slot.
	 */
	private @Nullable Turn<T> next() {
		Turn<T> best = null;
		if (!hasFreeSlot()) {
			return null;
		}
		boolean[] seen = new boolean[Line.PRIORITIES];
		for (SlotQueue<T> queue : this.turns) {
			boolean open = queue.isOpen();
			for (int priority = Line.PRIORITIES - 1; priority >= 0 && open; priority--) {
				T task = seen[priority] ? null : queue.line().next(priority);
				if (task != null) {
					seen[priority] = true;
					Turn<T> turn = new Turn<>(queue, priority, queue.line().rank(task));
					best = (best == null || turn.rank() < best.rank()) ? turn : best;
				}
			}
		}
		return best;
	}

	/**
	 * The turn of a queue within a priority.
	 *
	 * @param queue the queue
	 * @param priority the priority
	 * @param rank the rank of its task
	 */
	private record Turn<T>(SlotQueue<T> queue, int priority, long rank) {
	}

}
