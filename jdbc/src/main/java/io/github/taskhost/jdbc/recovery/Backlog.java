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

	/** The kinds that were added since the last look at tasks began. */
	private final Set<String> added = ConcurrentHashMap.newKeySet();

	/** Whether room was freed since the last look at tasks began. */
	private volatile boolean freed;

	/** Notes that a task was left for lack of room. */
	public void add(String kind) {
		if (this.kinds.size() < MAX_KINDS && this.added.size() < MAX_KINDS) {
			this.added.add(kind);
			this.kinds.add(kind);
		}
	}

	public boolean has(String kind) {
		return this.kinds.contains(kind);
	}

	/**
	 * Notes that there is room for another body.
	 * @return whether a task waits for room
	 */
	public boolean freed() {
		this.freed = true;
		return !this.kinds.isEmpty();
	}

	/**
	 * Begins a look at tasks: a round or a poll.
	 * @return the kinds; a copy
	 */
	Set<String> begin() {
		this.freed = false;
		this.added.clear();
		return Set.copyOf(this.kinds);
	}

	/** The kinds for which a host has room now. */
	Set<String> open(JournaledHost host) {
		return this.kinds.stream().filter((kind) -> hasRoom(kind, host)).collect(Collectors.toSet());
	}

	static boolean hasRoom(String kind, JournaledHost host) {
		return !host.choose(List.of(new FreeTask(new UUID(0, 0), kind))).isEmpty();
	}

	/**
	 * Replaces kinds by those that a look at tasks has found. Kinds that were added
	 * during the look stay.
	 * @return whether tasks wait and room was freed during the look, which may have
	 * counted before that
	 */
	boolean replace(Collection<String> before, Collection<String> after) {
		this.kinds.removeAll(before);
		this.kinds.addAll(this.added);
		after.forEach(this::add);
		return this.freed && !this.kinds.isEmpty();
	}

}
