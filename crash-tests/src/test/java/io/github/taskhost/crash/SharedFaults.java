package io.github.taskhost.crash;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults that no node may be declared dead for: the database is away, and clocks are
 * wrong.
 */
final class SharedFaults {

	/** The time in which all is well after an outage. */
	private static final Duration BACK = Duration.ofSeconds(10);

	private final CrashServer server;

	private final Cluster cluster;

	/**
	 * Starts three nodes, whose clocks are right, an hour fast, and an hour slow, and
	 * whose requests wait for longer than an outage.
	 */
	static Cluster start(CrashServer server, String name, Duration lease, Duration longestOutage) {
		Cluster cluster = Cluster.start(server, name, lease, 1,
				"taskhost.durable.accept-timeout=" + longestOutage.plus(BACK.multipliedBy(3)).toSeconds() + "s");
		Node fast = cluster.launch("crash.clock-offset=PT1H");
		cluster.join("crash.clock-offset=PT-1H");
		fast.worker().awaitReady();
		return cluster;
	}

	SharedFaults(CrashServer server, Cluster cluster) {
		this.server = server;
		this.cluster = cluster;
	}

	/** Stops the database at once, and starts it again after a time. */
	void outage(Duration time, int running) {
		this.cluster.nodes().forEach((node) -> node.hold("hold", running));
		this.cluster.load();
		this.server.crash();
		Cluster.pause(time);
		this.server.restart();
		Duration recovery = this.cluster.awaitAccepting();
		System.out.println("outage of " + time + ": all accept after " + recovery.toMillis() + " ms");
		this.cluster.load();
		Cluster.pause(this.cluster.lease().multipliedBy(2)); // a late takeover
		assertThat(recovery).isLessThan(BACK);
		assertThat(this.cluster.isUndisturbed()).isTrue();
	}

	/**
	 * Runs delayed work on all nodes.
	 * @param number the number of tasks of each node
	 * @param delay their delay
	 * @param late the longest time from the end of the delay to the start
	 */
	void delayed(int number, Duration delay, Duration late) {
		this.cluster.nodes().forEach((node) -> node.submit("quick", "delayed", number, delay));
		this.cluster.load();
		this.cluster.awaitTold("delayed", number);
		Set<UUID> tasks = this.cluster.findings().accepted("delayed");
		assertThat(tasks).hasSize(number * this.cluster.nodes().size());
		assertThat(this.cluster.findings().late(tasks)).isLessThan(late);
		assertThat(this.cluster.isUndisturbed()).isTrue();
	}

	/**
	 * Kills the nodes with wrong clocks before the delayed work that they have accepted
	 * is due.
	 * @param number the number of tasks of each node
	 * @param delay their delay
	 * @return the tasks
	 */
	Set<UUID> leave(int number, Duration delay) {
		List<Node> wrong = this.cluster.nodes().subList(1, 3).stream().toList();
		wrong.forEach((node) -> node.submit("quick", "left", number, delay));
		Cluster.await("delayed tasks", () -> this.cluster.findings().accepted("left").size() == number * wrong.size());
		wrong.forEach(this.cluster::kill);
		return this.cluster.findings().accepted("left");
	}

	/**
	 * Checks that delayed tasks started in time; {@link StartChecks} looks for early
	 * ones.
	 */
	void checkStarts(Set<UUID> tasks, Duration late) {
		assertThat(this.cluster.findings().late(tasks)).isLessThan(late);
	}

}
