package io.github.taskhost.local.commit;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.github.taskhost.local.task.LocalTask;
import org.jspecify.annotations.Nullable;

/**
 * A queue of tasks in the order of their ends, linked through the tasks themselves:
 * separate nodes would cost the garbage collector one object for each retained record.
 *
 * <p>
 * <b>Synchronisation.</b> Adding is wait-free: it makes the task the last one, and then
 * links its predecessor to it. Removing threads take turns under a lock; one that meets
 * an addition between these two steps spins until the link is set.
 */
public final class EndedTasks {

	private static final int SPINS = 100;

	private final ReentrantLock turns = new ReentrantLock();

	private final AtomicReference<@Nullable LocalTask> last = new AtomicReference<>();

	private volatile @Nullable LocalTask first;

	/**
	 * Adds a task that is not in the queue. The first call of the link finds out whether
	 * the stack has room for the second one, without which the queue would be torn.
	 */
	void add(LocalTask task) {
		link(task, null);
		link(this.last.getAndSet(task), task);
	}

	/** Takes the task that ended first, or returns {@code null}. */
	@Nullable LocalTask poll() {
		return poll((task) -> true);
	}

	/**
	 * Takes the task that ended first, if it fits; else returns {@code null}.
	 * @param fits a quick check, made under the lock
	 */
	@Nullable LocalTask poll(Predicate<LocalTask> fits) {
		takeTurn();
		try {
			LocalTask oldest = behind(null);
			if (oldest == null || !fits.test(oldest)) {
				return null;
			}
			unlink(null, oldest);
			return oldest;
		}
		finally {
			this.turns.unlock();
		}
	}

	/**
	 * Removes tasks from the whole queue.
	 * @param gone a quick check, made under the lock
	 * @return the number of removed tasks
	 */
	int removeIf(Predicate<LocalTask> gone) {
		takeTurn();
		try {
			int removed = 0;
			LocalTask before = null;
			for (LocalTask at = behind(null); at != null; at = behind(before)) {
				if (gone.test(at)) {
					unlink(before, at);
					removed++;
				}
				else {
					before = at;
				}
			}
			return removed;
		}
		finally {
			this.turns.unlock();
		}
	}

	/** Spins before it blocks: a turn takes a few steps, and blocking would cost more. */
	private void takeTurn() {
		for (int i = 0; i < SPINS; i++) {
			if (this.turns.tryLock()) {
				return;
			}
			Thread.onSpinWait();
		}
		this.turns.lock();
	}

	private void unlink(@Nullable LocalTask before, LocalTask task) {
		LocalTask next = behind(task);
		link(before, next);
		if (next == null && !this.last.compareAndSet(task, before)) {
			link(before, behind(task));
		}
		task.nextEnded(null);
	}

	private void link(@Nullable LocalTask before, @Nullable LocalTask next) {
		if (before != null) {
			before.nextEnded(next);
		}
		else {
			this.first = next;
		}
	}

	/**
	 * The task behind another, or the first. Waits for a link that an addition has yet to
	 * set.
	 */
	private @Nullable LocalTask behind(@Nullable LocalTask before) {
		LocalTask next = linked(before);
		while (next == null && this.last.get() != before) {
			Thread.onSpinWait();
			next = linked(before);
		}
		return next;
	}

	private @Nullable LocalTask linked(@Nullable LocalTask before) {
		return (before != null) ? before.nextEnded() : this.first;
	}

}
