package io.github.taskhost.jdbc.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.jdbc.row.WorkerIds;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.ClusterNode.Lease;

/**
 * The other nodes, as the heartbeats of this one have seen them. The time since the last
 * heartbeat is added to the ages of their leases, so that those of an outage are right.
 *
 * <p>
 * <b>Synchronisation.</b> Written by the heartbeat thread alone; both fields are volatile
 * and hold immutable values.
 */
final class SeenNodes {

	/** The largest number of nodes that are listed. */
	static final int MAX_NODES = 1000;

	private static final Comparator<ClusterNode> ORDER = Comparator.comparing(ClusterNode::lease)
		.thenComparing(ClusterNode::name)
		.thenComparing(ClusterNode::worker);

	private volatile NodeRows.Peers peers = NodeRows.Peers.NONE;

	private volatile Look last = Look.NONE;

	/** The numbers of the last renewal. */
	NodeRows.Peers peers() {
		return this.peers;
	}

	void renewed(NodeRows.Peers now) {
		this.peers = now;
		if (now.rows() == 0) {
			this.last = Look.NONE;
		}
	}

	void looked(List<Seen> nodes) {
		this.last = new Look(List.copyOf(nodes), System.nanoTime());
	}

	/** Lists this node and the others: those that hold a lease first. */
	List<ClusterNode> with(ClusterNode own) {
		List<ClusterNode> nodes = new ArrayList<>();
		nodes.add(own);
		Look look = this.last;
		Duration since = Duration.ofNanos(System.nanoTime() - look.at());
		look.nodes().stream().map((seen) -> seen.after(since)).sorted(ORDER).limit(MAX_NODES - 1L).forEach(nodes::add);
		return List.copyOf(nodes);
	}

	/**
	 * Another node at the time of a look.
	 *
	 * @param id its id
	 * @param name its name
	 * @param fenced whether it was fenced
	 * @param left the time until its lease expires, negative if it has expired
	 * @param age the time since its lease was renewed
	 * @param load its work at its last heartbeat
	 */
	record Seen(UUID id, String name, boolean fenced, Duration left, Duration age, NodeRows.Load load) {

		/** Whether other nodes may take its tasks. */
		boolean isLost() {
			return this.fenced || this.left.isNegative();
		}

		ClusterNode after(Duration since) {
			Lease lease = this.left.minus(since).isNegative() ? Lease.EXPIRED : Lease.HELD;
			return new ClusterNode(WorkerIds.of(this.id), this.name, false, this.fenced ? Lease.FENCED : lease,
					this.age.plus(since), this.load.running(), this.load.draining());
		}

	}

	/**
	 * A look at the other nodes.
	 *
	 * @param nodes the nodes
	 * @param at its time, by the monotonic clock
	 */
	private record Look(List<Seen> nodes, long at) {

		static final Look NONE = new Look(List.of(), 0);

	}

}
