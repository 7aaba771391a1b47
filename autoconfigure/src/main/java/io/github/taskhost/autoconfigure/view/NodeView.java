package io.github.taskhost.autoconfigure.view;

import java.util.List;

import io.github.taskhost.spi.ClusterNode;

/**
 * A node of a cluster. The numbers of other nodes are those of their last heartbeats.
 *
 * @param worker the id under which it writes, as in the records of its attempts
 * @param name its name for people
 * @param own whether it is the node that answers
 * @param lease the state of its lease: {@code held}, {@code expired} or {@code fenced}
 * @param leaseAge the time since its lease was renewed, in ISO-8601
 * @param running the number of tasks that run on it
 * @param draining whether it leaves new tasks to others
 */
public record NodeView(String worker, String name, boolean own, String lease, String leaseAge, int running,
		boolean draining) {

	/** The largest number of nodes that are shown. */
	public static final int MAX_NODES = 100;

	/**
	 * Returns the views of nodes, of 100 at most.
	 * @param nodes the nodes
	 * @return the views of the first nodes
	 */
	public static List<NodeView> of(List<ClusterNode> nodes) {
		return nodes.stream().limit(MAX_NODES).map(NodeView::of).toList();
	}

	private static NodeView of(ClusterNode node) {
		return new NodeView(node.worker(), node.name(), node.own(), TaskJson.name(node.lease()),
				node.leaseAge().toString(), node.running(), node.draining());
	}

}
