package io.github.taskhost.jdbc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.jdbc.Nodes.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks without a worker, and the nodes that look for them.
 */
class HandOverTests {

	private static final Logger log = LoggerFactory.getLogger(HandOverTests.class);

	private final Map<String, Integer> starts = new ConcurrentHashMap<>();

	private final BlockingQueue<Integer> started = new LinkedBlockingQueue<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private Nodes nodes;

	@BeforeEach
	void createNodes() throws Exception {
		this.nodes = new Nodes();
	}

	@AfterEach
	void closeNodes() {
		this.end.countDown();
		this.nodes.close();
	}

	private void hold(int node, BackgroundTaskContext context) throws Exception {
		this.starts.merge(context.record().id() + "#" + context.record().attempt(), 1, Integer::sum);
		this.started.add(node);
		this.end.await();
	}

	@Test
	void theTasksOfAStoppedNodeRunElsewhereWithinASecond() throws Exception {
		Node first = this.nodes.start(this::hold, "work");
		IntStream.range(0, 20).forEach((i) -> first.host().session("chat").submit(Nodes.task("work", "t" + i)));
		for (int i = 0; i < 20; i++) {
			assertThat(this.started.poll(1, TimeUnit.MINUTES)).isZero();
		}
		Node second = this.nodes.start(this::hold, "work");
		this.nodes.awaitPeers();
		long stopped = System.nanoTime();
		first.host().close();
		long closed = System.nanoTime();
		for (int i = 0; i < 20; i++) {
			assertThat(this.started.poll(1, TimeUnit.MINUTES)).isEqualTo(second.number());
		}
		Duration handOver = Duration.ofNanos(System.nanoTime() - closed);
		log.info("20 tasks ran on another node {} after the stop, which took {}", handOver,
				Duration.ofNanos(closed - stopped));
		assertThat(handOver).isLessThan(Duration.ofSeconds(3));
		assertThat(this.starts.values()).hasSize(40).containsOnly(1);
	}

	@Test
	void aTaskThatLosesItsWorkerRunsWithinASecond() throws Exception {
		Node first = this.nodes.start(this::hold, "other-work");
		Node second = this.nodes.start(this::hold, "work");
		this.nodes.awaitPeers();
		second.host().session("chat").submit(Nodes.task("work", "t"));
		assertThat(this.started.poll(1, TimeUnit.MINUTES)).isEqualTo(second.number());
		second.host().close();
		Node third = this.nodes.start(this::hold, "other-work");
		this.nodes.awaitPeers();
		long before = System.nanoTime();
		Node fourth = this.nodes.start(this::hold, "work");
		assertThat(this.started.poll(1, TimeUnit.MINUTES)).isEqualTo(fourth.number());
		log.info("A task of a kind that other nodes lack ran {} after the start of a node that has it",
				Duration.ofNanos(System.nanoTime() - before));
		assertThat(List.of(first, third)).allMatch((node) -> node.host().statistics().live() == 0);
	}

	@Test
	void aStoppedNodeHoldsNoConnection() throws Exception {
		Node node = this.nodes.start(this::hold, "work");
		node.host().session("chat").submit(Nodes.task("work", "t"));
		assertThat(this.started.poll(1, TimeUnit.MINUTES)).isZero();
		node.host().close();
		Signals.await(() -> node.connections().getHikariPoolMXBean().getActiveConnections() == 0);
	}

	/** The first node tries the task, and then leaves it alone for ten seconds. */
	@Test
	void theBackoffOfANodeThatLacksAKindDelaysNoOther() throws Exception {
		Node lacking = this.nodes.start(this::hold, "other-work");
		Semaphore gate = new Semaphore(0);
		Node having = this.nodes.start((node, context) -> {
			this.started.add(node);
			gate.acquire();
		}, Map.of(), (settings) -> settings.withMaxRunning(1), "work");
		this.nodes.awaitPeers();
		having.host().session("chat").submit(Nodes.task("work", "first"));
		having.host().session("chat").submit(Nodes.task("work", "second"));
		assertThat(this.started.poll(1, TimeUnit.MINUTES)).isEqualTo(having.number());
		Signals.await(() -> lacking.journal().status().unresolved() == 1);
		long before = System.nanoTime();
		gate.release();
		assertThat(this.started.poll(1, TimeUnit.MINUTES)).isEqualTo(having.number());
		Duration left = Duration.ofNanos(System.nanoTime() - before);
		log.info("A task of a kind that another node lacks ran {} after there was room", left);
		assertThat(left).isLessThan(Duration.ofSeconds(3));
		gate.release();
	}

	/** The heartbeat is all that a node without work and without others sends. */
	@Test
	void aSingleNodeSendsOneStatementForEachHeartbeat() throws Exception {
		UnaryOperator<JdbcJournalSettings> quick = (settings) -> settings.withTimes(Duration.ofSeconds(1),
				Duration.ofSeconds(10));
		Node node = this.nodes.start(this::hold, Map.of(), quick, "work");
		Signals.await(() -> node.pool().statements("taskhost-lease") >= 3);
		long before = node.pool().statements("taskhost-lease");
		long looks = node.pool().statements("taskhost-reader");
		long beatsBefore = node.pool().statements("UPDATE " + this.nodes.prefix + "node");
		Signals.await(() -> node.pool().statements("UPDATE " + this.nodes.prefix + "node") >= beatsBefore + 5);
		long beats = node.pool().statements("UPDATE " + this.nodes.prefix + "node") - beatsBefore;
		assertThat(node.pool().statements("taskhost-lease") - before).isBetween(beats, beats + 1);
		assertThat(node.pool().statements("taskhost-reader")).isEqualTo(looks);
	}

}
