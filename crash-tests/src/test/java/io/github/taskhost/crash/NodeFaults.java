package io.github.taskhost.crash;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults of single nodes of a cluster: they are killed, frozen, or separated from the
 * database, while bodies run on all.
 */
final class NodeFaults {

	private final Cluster cluster;

	private int faults;

	NodeFaults(Cluster cluster) {
		this.cluster = cluster;
	}

	/**
	 * Kills the oldest node and starts another, again and again.
	 * @param rounds the number of kills
	 * @param running the number of bodies that are held on each node
	 */
	void kill(int rounds, int running) {
		this.cluster.nodes().forEach((node) -> node.hold("hold", running));
		for (int i = 0; i < rounds; i++) {
			this.cluster.load();
			this.cluster.kill(this.cluster.node(0));
			this.cluster.join().hold("hold", running);
		}
	}

	/** Checks that the tasks of all killed nodes ran elsewhere, within a time. */
	void checkKills(int rounds, Duration limit) {
		List<Long> takeovers = this.cluster.takeovers("killed");
		assertThat(takeovers).hasSize(rounds).allMatch((millis) -> millis <= limit.toMillis());
	}

	/** Checks the median of the times of {@link #checkKills}. */
	void checkMedian(Duration limit) {
		List<Long> takeovers = this.cluster.takeovers("killed");
		assertThat(takeovers.get((takeovers.size() - 1) / 2)).isLessThanOrEqualTo(limit.toMillis());
	}

	/**
	 * Freezes nodes, idle and with a group commit on its way.
	 * @param rounds the number of freezes of each sort
	 * @param running the number of bodies that are held on the frozen node
	 */
	void freeze(int rounds, int running) {
		for (int i = 0; i < rounds; i++) {
			this.cluster.command("rest");
			this.cluster.freeze(holding(i, running), false);
			this.cluster.load();
			this.cluster.freeze(holding(i + 1, running), true);
			this.faults += 2;
		}
	}

	/**
	 * Separates nodes, with connections that break and with ones that fall silent.
	 * @param rounds the number of faults of each sort
	 * @param running the number of bodies that are held on the separated node
	 */
	void separate(int rounds, int running) {
		for (int i = 0; i < rounds; i++) {
			this.cluster.load();
			this.cluster.separate(holding(i, running), false);
			this.cluster.separate(holding(i + 1, running), true);
			this.faults += 2;
		}
	}

	private Node holding(int index, int running) {
		Node node = this.cluster.node(index % this.cluster.nodes().size());
		node.hold("hold", running);
		return node;
	}

	/** Checks that only the nodes with a fault went on under new ids. */
	void checkIds() {
		List<Node> nodes = this.cluster.nodes();
		assertThat(nodes.stream().mapToLong(Node::ids).sum()).isEqualTo(nodes.size() + this.faults);
	}

	/** Delays each statement of all nodes for a time, under load. */
	void slow(Duration statement, Duration time) {
		this.cluster.nodes().forEach((node) -> node.proxy().delay(statement));
		this.cluster.command("load");
		Cluster.pause(time);
		this.cluster.nodes().forEach((node) -> node.proxy().delay(Duration.ZERO));
	}

}
