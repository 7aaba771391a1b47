package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.jdbc.Nodes.Node;
import io.github.taskhost.jdbc.meter.JournalMeters;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.ClusterNode.Lease;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the nodes of a cluster know of each other, and count. */
class ClusterViewTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private Nodes nodes;

	@BeforeEach
	void createNodes() throws Exception {
		this.nodes = new Nodes();
	}

	@AfterEach
	void closeNodes() {
		this.nodes.close();
	}

	private Node start(String... kinds) {
		return this.nodes.start((number, context) -> context.sleep(Duration.ofDays(1)), kinds);
	}

	private static ClusterNode other(Node node) {
		return node.host().nodes().stream().filter((some) -> !some.own()).findFirst().orElseThrow();
	}

	private static void awaitOthers(Node node, int number) {
		Signals.await(() -> node.host().nodes().size() == number + 1);
	}

	private static long sum(List<Node> some, ToLongFunction<JournalMeters> counter) {
		return some.stream().map((node) -> node.journal().meters()).mapToLong(counter).sum();
	}

	@Test
	void nodesSeeEachOther() {
		Node first = start();
		assertThat(first.host().nodes()).hasSize(1);
		Node second = start();
		for (Node node : List.of(first, second)) {
			awaitOthers(node, 1);
			assertThat(node.host().nodes()).allSatisfy((some) -> {
				assertThat(some.lease()).isEqualTo(Lease.HELD);
				assertThat(some.leaseAge()).isBetween(Duration.ZERO, Duration.ofSeconds(3));
			});
			assertThat(node.host().nodes().getFirst().own()).isTrue();
			assertThat(node.host().nodes().getFirst().worker()).isEqualTo(node.journal().workerId());
			assertThat(node.journal().status().nodes(Lease.HELD)).isEqualTo(2);
		}
		assertThat(first.host().nodes()).extracting(ClusterNode::name).containsExactly("node0", "node1");
		assertThat(second.host().nodes()).extracting(ClusterNode::name).containsExactly("node1", "node0");
		assertThat(other(first).worker()).isEqualTo(second.journal().workerId());
	}

	@Test
	void runningTasksAndTheDrainOfANodeAreSeenByOthers() {
		Node first = start("work");
		Node second = start("work");
		awaitOthers(first, 1);
		assertThat(other(first).running()).isZero();
		for (int i = 0; i < 3; i++) {
			second.host().session("chat").submit(Nodes.task("work", "t" + i));
		}
		Signals.await(() -> other(first).running() == 3);
		assertThat(other(first).draining()).isFalse();
		second.host().drain();
		Signals.await(() -> other(first).draining());
		assertThat(second.journal().status().isDraining()).isTrue();
		assertThat(first.journal().status().isDraining()).isFalse();
	}

	@Test
	void stoppedNodeIsForgotten() {
		Node first = start();
		Node second = start();
		awaitOthers(first, 1);
		second.host().close();
		awaitOthers(first, 0);
	}

	@Test
	void takeoverIsCountedWithItsTasks() throws Exception {
		List<Node> both = List.of(start("work"), start("work"));
		this.nodes.awaitPeers();
		Node lost = both.get(1);
		lost.host().session("chat").submit(Nodes.task("work", "again"));
		BackgroundTaskHandle<?> gone = lost.host().session("chat").spawn("lambda", (context) -> {
			context.sleep(Duration.ofDays(1));
			return 1;
		});
		Signals.await(() -> lost.host().nodes().getFirst().running() == 2);
		String before = lost.journal().workerId();
		this.nodes.update("UPDATE #node SET fenced_at = clock_timestamp() WHERE name = 'node1'");
		Signals.await(() -> !lost.journal().workerId().equals(before));
		BackgroundTaskRecord end = both.get(0).host().await(gone.id(), PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.kind()).isEqualTo(FailureKind.ORPHANED));
		Signals.await(() -> sum(both, JournalMeters::takeovers) == 1);
		assertThat(sum(both, JournalMeters::recovered)).isOne();
		assertThat(sum(both, JournalMeters::orphaned)).isOne();
		assertThat(lost.journal().status().fencings()).isOne();
		assertThat(both.get(0).journal().status().fencings()).isZero();
	}

	@Test
	void ageOfTheInboxGrowsWhileItCannotBeRead() throws Exception {
		Node alone = start();
		assertThat(alone.journal().inboxAge()).isZero();
		start();
		this.nodes.awaitPeers();
		try (Connection connection = alone.connections().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("LOCK TABLE " + this.nodes.prefix + "inbox");
			Signals.await(() -> alone.journal().inboxAge().compareTo(Duration.ofSeconds(2)) > 0);
			connection.rollback();
		}
		Signals.await(() -> alone.journal().inboxAge().compareTo(Duration.ofSeconds(1)) < 0);
	}

}
