package io.github.taskhost.jdbc.inbox;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tasks that this node may have claimed and that the host does not have: the outcome
 * of the claim or of the acceptance is unknown, the host is taking them, or it could not.
 * Notices about them wait. Thread-safe, since many threads give tasks to the host.
 */
public final class Coming {

	private final Set<UUID> uids = ConcurrentHashMap.newKeySet();

	private final Runnable look;

	/**
	 * Creates an empty set.
	 * @param look looks for notices
	 */
	public Coming(Runnable look) {
		this.look = look;
	}

	/** Adds tasks that this node may have and the host does not. */
	public void add(Collection<UUID> some) {
		this.uids.addAll(some);
	}

	/** Notes that the host has a task, or that this node does not. */
	public void remove(UUID uid) {
		this.uids.remove(uid);
	}

	/** The tasks; a copy. */
	public List<UUID> all() {
		return List.copyOf(this.uids);
	}

	boolean has(UUID uid) {
		return this.uids.contains(uid);
	}

	/** Looks for notices, since claimed tasks have some. */
	public void look() {
		this.look.run();
	}

}
