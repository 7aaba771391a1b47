package io.github.taskhost.local.group;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The waiting tasks of this process by the tasks for which they wait, in the order in
 * which they came. Thread-safe: sets are read and changed inside a computation of the
 * map.
 */
final class Successors {

	private final Map<UUID, Set<Waiting>> byPredecessor = new ConcurrentHashMap<>();

	void add(UUID predecessor, Waiting successor) {
		this.byPredecessor.compute(predecessor, (uid, present) -> {
			Set<Waiting> all = (present != null) ? present : LinkedHashSet.newLinkedHashSet(1);
			all.add(successor);
			return all;
		});
	}

	/** Removes a task; returns whether no other one waits for the predecessor. */
	boolean remove(UUID predecessor, Waiting successor) {
		return this.byPredecessor.computeIfPresent(predecessor, (uid, all) -> {
			all.remove(successor);
			return all.isEmpty() ? null : all;
		}) == null;
	}

	boolean exist(UUID predecessor) {
		return this.byPredecessor.containsKey(predecessor);
	}

	/** The tasks that wait for one, oldest first. */
	List<Waiting> of(UUID predecessor) {
		Snapshot snapshot = new Snapshot();
		this.byPredecessor.computeIfPresent(predecessor, (uid, all) -> {
			snapshot.all = List.copyOf(all);
			return all;
		});
		return snapshot.all;
	}

	/** Receives a copy out of a computation. */
	private static final class Snapshot {

		private List<Waiting> all = List.of();

	}

}
