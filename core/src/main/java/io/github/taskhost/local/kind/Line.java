package io.github.taskhost.local.kind;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The waiting tasks of a kind. Each priority has its turns; between priorities, the task
 * with the lowest rank is next, of those whose turn it is. Ranks are times that a higher
 * priority moves to the past, so each task overtakes all later ones at some time. Not
 * thread-safe.
 */
final class Line<T> {

	/** The number of priorities. */
	static final int PRIORITIES = BackgroundTaskRegistration.HIGHEST_PRIORITY + 1;

	/** The turns by priority; {@code null} where no task has waited yet. */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	private final @Nullable Turns<T>[] turns = new Turns[PRIORITIES];

	/** The place of each task under which it waits; the task may have moved since. */
	private final Map<T, Place> places = new HashMap<>();

	/**
	 * Adds a task, unless it waits already.
	 * @return whether it was added
	 */
	boolean add(T task, Place place) {
		if (this.places.putIfAbsent(task, place) != null) {
			return false;
		}
		Turns<T> same = this.turns[place.priority()];
		if (same == null) {
			same = new Turns<>();
			this.turns[place.priority()] = same;
		}
		same.add(place.session(), task);
		return true;
	}

	boolean has(T task) {
		return this.places.containsKey(task);
	}

	int size() {
		return this.places.size();
	}

	/** The tasks, in no order. */
	List<T> tasks() {
		return List.copyOf(this.places.keySet());
	}

	void remove(T task) {
		Place place = this.places.remove(task);
		if (place != null) {
			Objects.requireNonNull(this.turns[place.priority()]).remove(place.session(), task);
		}
	}

	/**
	 * Parks a session, so that its tasks have no turn. Tasks that it adds at a priority
	 * at which it has none are not parked.
	 */
	void park(String session) {
		for (Turns<T> same : this.turns) {
			if (same != null) {
				same.park(session);
			}
		}
	}

	void unpark(String session) {
		for (Turns<T> same : this.turns) {
			if (same != null) {
				same.unpark(session);
			}
		}
	}

	/** The number of waiting tasks of a session. */
	int size(String session) {
		int size = 0;
		for (Turns<T> same : this.turns) {
			size += (same != null) ? same.size(session) : 0;
		}
		return size;
	}

	/** The session of a priority whose turn it is. */
	String nextSession(int priority) {
		return Objects.requireNonNull(Objects.requireNonNull(this.turns[priority]).session());
	}

	/** The task of a priority whose turn it is, or {@code null}. */
	@Nullable T next(int priority) {
		Turns<T> same = this.turns[priority];
		return (same != null) ? same.next() : null;
	}

	/** The rank of a waiting task. */
	long rank(T task) {
		return Objects.requireNonNull(this.places.get(task)).rank();
	}

	/** The priority whose turn is the next one, or -1 if no task waits. */
	int nextPriority() {
		int best = -1;
		long lowest = 0;
		for (int priority = PRIORITIES - 1; priority >= 0 && !this.places.isEmpty(); priority--) {
			T task = next(priority);
			if (task != null && (best < 0 || rank(task) < lowest)) {
				best = priority;
				lowest = rank(task);
			}
		}
		return best;
	}

	/** Takes the task of a priority whose turn it is. */
	T take(int priority) {
		Turns<T> same = Objects.requireNonNull(this.turns[priority]);
		T task = Objects.requireNonNull(same.next());
		same.pass();
		this.places.remove(task);
		return task;
	}

	/**
	 * The place of a waiting task.
	 *
	 * @param session the session that it had when it was queued
	 * @param priority the priority, 0 to 9
	 * @param rank the rank, which is lower the sooner its turn is
	 */
	record Place(String session, int priority, long rank) {
	}

}
