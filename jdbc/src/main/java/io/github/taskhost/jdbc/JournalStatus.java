package io.github.taskhost.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.ClusterNode.Lease;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link JdbcTaskJournal} at a moment. Immutable.
 *
 * @param database the product and version of the database
 * @param workerId the id under which this start of the host writes
 * @param nodeName the name of this node for people
 * @param sinceRenewal the time since the lease of this node was renewed last
 * @param lease the lease
 * @param fencings the number of times that this node was fenced off and came back
 * @param unresolved the number of tasks without a worker that this node could not run in
 * its last round
 * @param liveTasks the numbers of live tasks in the database, of all nodes, by state and
 * without the states that no task is in; up to ten seconds old, or older while the
 * database is away, and {@code null} before the first count
 * @param nodes the nodes that share the database, this one first, at most 1,000; the
 * others as of the last heartbeat of this one
 * @param warnings the settings of the database with which a crash can lose tasks that
 * were accepted
 */
public record JournalStatus(String database, String workerId, String nodeName, Duration sinceRenewal, Duration lease,
		int fencings, int unresolved, @Nullable Map<BackgroundTaskState, Long> liveTasks, List<ClusterNode> nodes,
		List<String> warnings) {

	/** Copies the collections. */
	public JournalStatus {
		liveTasks = (liveTasks != null) ? Map.copyOf(liveTasks) : null;
		nodes = List.copyOf(nodes);
		warnings = List.copyOf(warnings);
	}

	/**
	 * Returns whether the lease is held. It is renewed every third of its time, so that
	 * this says whether the database can be reached without asking it.
	 * @return {@code false} if the lease was not renewed in its time, or this node is
	 * fenced off
	 */
	public boolean holdsLease() {
		return this.sinceRenewal.compareTo(this.lease) < 0 && !isFenced();
	}

	/**
	 * Returns whether this node was fenced off and has not come back under a new id: it
	 * stores nothing, and gives up its tasks.
	 * @return {@code true} if so
	 */
	public boolean isFenced() {
		return this.nodes.stream().anyMatch((node) -> node.own() && node.lease() == Lease.FENCED);
	}

	/**
	 * Returns whether this node leaves new tasks to others, since it is about to stop.
	 * @return {@code true} if so
	 */
	public boolean isDraining() {
		return this.nodes.stream().anyMatch((node) -> node.own() && node.draining());
	}

	/**
	 * Returns the number of nodes in a state, as far as this node knows.
	 * @param state the state of their leases
	 * @return the number
	 */
	public long nodes(Lease state) {
		return this.nodes.stream().filter((node) -> node.lease() == state).count();
	}

}
