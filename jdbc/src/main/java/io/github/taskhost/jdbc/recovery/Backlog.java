package io.github.taskhost.jdbc.recovery;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.github.taskhost.spi.FreeTask;
import io.github.taskhost.spi.JournaledHost;

/**
 * The kinds of which tasks without a worker wait for room on this node. At most 1,000
 * kinds are kept; tasks of further ones are found by the polls. Thread-safe.
 */
public final class Backlog {

	private static final int MAX_KINDS = 1000;

	private final Set<String> kinds = ConcurrentHashMap.newKeySet();

	/** Notes that a task was left for lack of room. */
	public void add(String kind) {
		if (this.kinds.size() < MAX_KINDS) {
			this.kinds.add(kind);
		}
	}

	public boolean has(String kind) {
		return this.kinds.contains(kind);
	}

	public boolean isEmpty() {
		return this.kinds.isEmpty();
	}

	/** The kinds; a copy. */
	Set<String> kinds() {
		return Set.copyOf(this.kinds);
	}

	/** The kinds for which a host has room now. */
	Set<String> open(JournaledHost host) {
		return this.kinds.stream().filter((kind) -> hasRoom(kind, host)).collect(Collectors.toSet());
	}

	static boolean hasRoom(String kind, JournaledHost host) {
		return !host.choose(List.of(new FreeTask(new UUID(0, 0), kind))).isEmpty();
	}

	/** Replaces the kinds by those of a whole round, which began with some others. */
	void replace(Collection<String> before, Collection<String> after) {
		this.kinds.removeAll(before);
		after.forEach(this::add);
	}

}
