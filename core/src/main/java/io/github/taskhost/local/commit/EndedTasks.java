package io.github.taskhost.local.commit;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.local.task.LocalTask;
import org.jspecify.annotations.Nullable;

/**
 * Tasks in the order in which they ended, linked through themselves: a queue with nodes
 * of its own would cost the collector an object for each record that is retained.
 *
 * <p>
 * <b>Synchronisation.</b> Whoever adds a task makes it the last and then links the one
 * before to it, and waits for nobody. Those who take take turns under a lock; one that
 * comes between the two steps of an addition spins until the link is there.
 */
public final class EndedTasks {

	private static final int SPINS = 100;

	private final ReentrantLock turns = new ReentrantLock();

	private final AtomicReference<@Nullable LocalTask> last = new AtomicReference<>();

	private volatile @Nullable LocalTask first;

	/** Adds a task that is not in. */
	void add(LocalTask task) {
		link(this.last.getAndSet(task), task);
	}

	/** The one that ended first, or {@code null}; others may take it meanwhile. */
	@Nullable LocalTask peek() {
		return this.first;
	}

	/** Takes the one that ended first. */
	@Nullable LocalTask poll() {
		takeTurn();
		try {
			LocalTask oldest = behind(null);
			if (oldest != null) {
				unlink(null, oldest);
			}
			return oldest;
		}
		finally {
			this.turns.unlock();
		}
	}

	/**
	 * Takes a task out; looks through those before it.
	 * @return whether it was in
	 */
	boolean remove(LocalTask task) {
		takeTurn();
		try {
			LocalTask before = null;
			LocalTask at = behind(null);
			while (at != null && at != task) {
				before = at;
				at = behind(at);
			}
			if (at != null) {
				unlink(before, at);
			}
			return at != null;
		}
		finally {
			this.turns.unlock();
		}
	}

	/** A turn is over in a few steps: waiting for it at once would cost far more. */
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
	 * The task behind another, or the first; waits for the link if there is to be one.
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
