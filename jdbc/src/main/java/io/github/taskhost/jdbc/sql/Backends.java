package io.github.taskhost.jdbc.sql;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server processes of the writer connections of this node that are open. The lease
 * records them in the row of the node, from which a takeover knows the connections that
 * it may end. A process that the row has already, such as that of a connection which the
 * pool gives out again, is no news.
 *
 * <p>
 * <b>Synchronisation.</b> Each thread adds and removes the process of its connection. The
 * heartbeat thread alone notes those that the row has.
 */
public final class Backends {

	private final Set<Integer> open = ConcurrentHashMap.newKeySet();

	private volatile Set<Integer> recorded = Set.of();

	private volatile Runnable whenAdded = () -> {
	};

	/** Sets the action after the addition of a process that the row does not have. */
	public void whenAdded(Runnable action) {
		this.whenAdded = action;
	}

	public void add(int backend) {
		this.open.add(backend);
		if (!this.recorded.contains(backend)) {
			this.whenAdded.run();
		}
	}

	public void remove(int backend) {
		this.open.remove(backend);
	}

	/** The processes of the connections that are open now. */
	public Set<Integer> open() {
		return Set.copyOf(this.open);
	}

	/** Notes the processes that the row has. */
	public void recorded(Set<Integer> processes) {
		this.recorded = processes;
	}

}
