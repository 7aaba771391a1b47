package io.github.taskhost.jdbc.recovery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The tasks without a worker that are not due or are left for a while, as rounds have
 * found them. At most 10,000 tasks are kept; further ones are looked at in each poll.
 * Used by one thread.
 */
final class Delays {

	private static final int MAX_TASKS = 10_000;

	private final Map<UUID, Long> due = new HashMap<>();

	/** The tasks of the present round that are not due. */
	private final Set<UUID> seen = new HashSet<>();

	void beginRound() {
		this.seen.clear();
	}

	/** Forgets the tasks that were not found in a whole round. */
	void endRound() {
		this.due.keySet().retainAll(this.seen);
	}

	void add(UUID uid, Duration left) {
		if (this.due.size() < MAX_TASKS) {
			this.due.put(uid, System.nanoTime() + left.toNanos());
			this.seen.add(uid);
		}
	}

	/** Whether a task is due, as far as is known. */
	boolean isOver(UUID uid) {
		Long time = this.due.get(uid);
		if (time == null || System.nanoTime() - time >= 0) {
			return true;
		}
		this.seen.add(uid);
		return false;
	}

	/** The nanoseconds until the next task is due, at most a number. */
	long untilNext(long most) {
		long now = System.nanoTime();
		this.due.values().removeIf((time) -> time - now <= 0);
		return this.due.values().stream().mapToLong((time) -> time - now).reduce(most, Math::min);
	}

}
