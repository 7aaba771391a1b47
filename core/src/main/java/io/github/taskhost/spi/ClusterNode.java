package io.github.taskhost.spi;

import java.time.Duration;

/**
 * A node of a cluster: one start of a host that shares its store with others. The numbers
 * of other nodes are those of their last heartbeats. Immutable.
 *
 * @param worker the id under which it writes, as in the records of its attempts
 * @param name its name for people; 200 characters at most
 * @param own whether it is the host that was asked
 * @param lease the state of its lease
 * @param leaseAge the time since its lease was renewed, by the clock of the store
 * @param running the number of tasks that run on it: those in the state {@code RUNNING}
 * @param draining whether it leaves new tasks to others, since it is about to stop
 */
public record ClusterNode(String worker, String name, boolean own, Lease lease, Duration leaseAge, int running,
		boolean draining) {

	/** The state of the lease of a node. */
	public enum Lease {

		/** It was renewed in time. */
		HELD,

		/** It was not renewed in time: another node may take the tasks of the node. */
		EXPIRED,

		/**
		 * The node was fenced off: it stores nothing any more, and another node takes its
		 * tasks. If its process is alive, it goes on under a new id.
		 */
		FENCED

	}

}
