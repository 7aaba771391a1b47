package io.github.taskhost.crash;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Much work, deployments and harmful work in a cluster.
 */
final class ClusterWork {

	private static final String NEW_VERSION = "crash.new=true";

	private final Cluster cluster;

	ClusterWork(Cluster cluster) {
		this.cluster = cluster;
	}

	/** Submits tasks at all nodes, some of them due at the same time. */
	void many(int tasks, int delayed, Duration delay) {
		List<Node> nodes = this.cluster.nodes();
		for (Node node : nodes) {
			node.submit("quick", "many-due", delayed / nodes.size(), delay);
			node.submit("quick", "many-now", tasks / nodes.size(), Duration.ZERO);
		}
		this.cluster.awaitTold("many-due", delayed / nodes.size());
		this.cluster.awaitTold("many-now", tasks / nodes.size());
		Set<UUID> due = this.cluster.findings().accepted("many-due");
		Set<UUID> all = new HashSet<>(this.cluster.findings().accepted("many-now"));
		all.addAll(due);
		assertThat(all).hasSize(tasks + delayed);
		List<UUID> starts = this.cluster.findings()
			.ledgers()
			.of("start")
			.stream()
			.map(Entry::uid)
			.filter(all::contains)
			.toList();
		assertThat(starts).hasSize(tasks + delayed).doesNotHaveDuplicates();
		System.out.println("delayed tasks: " + this.cluster.findings().late(due).toMillis() + " ms late at most");
	}

	/**
	 * Replaces the nodes under load, one after the other, by ones of a new version with a
	 * further kind. The first new one is replaced itself, while old ones are left.
	 */
	void restartRolling(int running) {
		List<Node> old = this.cluster.nodes();
		old.forEach((node) -> node.hold("hold", running));
		this.cluster.load();
		this.cluster.stop(old.get(0));
		Node first = this.cluster.join(NEW_VERSION);
		first.hold("fresh", running);
		this.cluster.load();
		this.cluster.stop(first);
		this.cluster.join(NEW_VERSION);
		for (Node node : old.subList(1, old.size())) {
			this.cluster.load();
			this.cluster.stop(node);
			this.cluster.join(NEW_VERSION);
		}
		this.cluster.finish();
		assertThat(this.cluster.isUndisturbed()).isTrue();
		assertThat(this.cluster.findings().ends("fresh")).hasSize(running).containsOnly("COMPLETED");
		assertThat(this.cluster.findings().ends("hold")).hasSize(running * old.size()).containsOnly("COMPLETED");
	}

	/**
	 * Kills a node with delayed tasks whose stored forms are harmed: records that are cut
	 * off, a kind that no node has, and inputs of 10 MB. They end as unreadable, and
	 * other work goes on.
	 * @param number the number of tasks of each sort
	 * @param delay their delay
	 */
	void poison(int number, Duration delay) {
		Node lost = this.cluster.node(0);
		List.of("cut", "renamed", "large").forEach((sort) -> lost.submit("poison", sort, number, delay));
		Cluster.await("harmed tasks", () -> this.cluster.findings().accepted(lost.name() + "large").size() == number);
		Database database = this.cluster.database();
		String named = " WHERE task_id LIKE '" + lost.name();
		int cut = database.change("UPDATE taskhost_live SET record = left(record, 99)" + named + "cut%'");
		int renamed = database
			.change("UPDATE taskhost_live SET kind = 'gone', record = replace(record, 'poison', 'gone')" + named
					+ "renamed%'");
		database.change("UPDATE taskhost_task SET kind = 'gone'" + named + "renamed%'");
		int large = database
			.change("UPDATE taskhost_task SET input = '\"' || repeat('x', 10000000) || '\"'" + named + "large%'");
		int harmed = cut + renamed + large;
		assertThat(harmed).isEqualTo(3 * number);
		this.cluster.kill(lost);
		this.cluster.load();
		Findings findings = this.cluster.findings();
		Cluster.await("the ends of harmed tasks",
				() -> findings.failures("poison").size() + findings.failures("gone").size() == harmed);
		assertThat(findings.failures("poison")).hasSize(2 * number).allMatch((end) -> end.contains("unreadable"));
		assertThat(findings.failures("gone")).hasSize(number).allMatch((end) -> end.contains("unreadable"));
		assertThat(this.cluster.nodes()).allMatch((node) -> node.worker().isAlive() && node.ids() == 1);
		this.cluster.join();
	}

	/**
	 * Runs a task that takes its process down, and starts each lost node again.
	 * @param losses the number of losses after which it ends, which the nodes have as
	 * their limit
	 */
	void killProcesses(int losses) {
		this.cluster.node(0).submit("killer", "killer", 1, Duration.ZERO);
		for (int i = 0; i < losses; i++) {
			this.cluster.remove(this.cluster.awaitLost());
			this.cluster.launch();
		}
		Cluster.await("the end of the killer", () -> this.cluster.findings().ends("killer").contains("FAILED"));
		assertThat(this.cluster.findings().failures("killer")).singleElement().asString().contains("orphaned");
		this.cluster.nodes().forEach((node) -> node.worker().awaitReady());
		this.cluster.nodes().forEach((node) -> node.submit("quick", "after", 10, Duration.ZERO));
		this.cluster.awaitTold("after", 10);
		assertThat(this.cluster.nodes()).allMatch((node) -> node.worker().isAlive() && node.ids() == 1);
	}

}
