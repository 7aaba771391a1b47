package io.github.taskhost.local.kind;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The waiting tasks of one priority: sessions take turns, and the tasks of a session are
 * in order. A session without permits is parked: it has no turn. Not thread-safe.
 */
final class Turns<T> {

	/** The waiting tasks by session, in the order of the turns. */
	private final Map<String, Set<T>> waiting = new LinkedHashMap<>();

	/** The waiting tasks of parked sessions. */
	private final Map<String, Set<T>> parked = new HashMap<>();

	void add(String session, T task) {
		of(session).computeIfAbsent(session, (id) -> new LinkedHashSet<>()).add(task);
	}

	private Map<String, Set<T>> of(String session) {
		return this.parked.containsKey(session) ? this.parked : this.waiting;
	}

	/** Takes the turn from a session that has tasks. */
	void park(String session) {
		move(session, this.waiting, this.parked);
	}

	/** Gives a parked session the last turn. */
	void unpark(String session) {
		move(session, this.parked, this.waiting);
	}

	private void move(String session, Map<String, Set<T>> from, Map<String, Set<T>> to) {
		Set<T> tasks = from.remove(session);
		if (tasks != null) {
			to.put(session, tasks);
		}
	}

	/** The number of waiting tasks of a session. */
	int size(String session) {
		return of(session).getOrDefault(session, Set.of()).size();
	}

	/** The session whose turn it is, or {@code null} if no task waits. */
	@Nullable String session() {
		return this.waiting.isEmpty() ? null : this.waiting.keySet().iterator().next();
	}

	/** The task whose turn it is, or {@code null}. */
	@Nullable T next() {
		return this.waiting.isEmpty() ? null : this.waiting.values().iterator().next().iterator().next();
	}

	/** Removes the task whose turn it is, and ends the turn of its session. */
	void pass() {
		Iterator<Map.Entry<String, Set<T>>> turns = this.waiting.entrySet().iterator();
		Map.Entry<String, Set<T>> turn = turns.next();
		String session = turn.getKey();
		Set<T> tasks = Objects.requireNonNull(turn.getValue());
		turns.remove();
		Iterator<T> queue = tasks.iterator();
		queue.next();
		queue.remove();
		if (queue.hasNext()) {
			this.waiting.put(session, tasks);
		}
	}

	void remove(String session, T task) {
		of(session).computeIfPresent(session, (id, tasks) -> {
			tasks.remove(task);
			return tasks.isEmpty() ? null : tasks;
		});
	}

}
