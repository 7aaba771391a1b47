package io.github.taskhost.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.jdbc.Nodes.Node;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.RateLimit;
import io.github.taskhost.kind.RateLimitScope;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order and the rate in which the nodes of a cluster start tasks.
 */
class StartOrderTests {

	private static final Logger log = LoggerFactory.getLogger(StartOrderTests.class);

	private final List<String> order = Collections.synchronizedList(new ArrayList<>());

	private final List<Long> times = Collections.synchronizedList(new ArrayList<>());

	private final Semaphore gate = new Semaphore(0);

	private Nodes nodes;

	@BeforeEach
	void createNodes() throws Exception {
		this.nodes = new Nodes();
	}

	@AfterEach
	void closeNodes() {
		this.gate.release(100_000);
		this.nodes.close();
	}

	private void held(int node, BackgroundTaskContext context) throws Exception {
		this.times.add(System.nanoTime());
		this.order.add(context.record().id());
		this.gate.acquire();
	}

	private Node start(String kind, KindOptions options) {
		return this.nodes.start(this::held, Map.of(kind, options), UnaryOperator.identity(), kind);
	}

	private static BackgroundTaskHandle<@Nullable Object> submit(Node node, String kind, String id, int priority) {
		return node.host()
			.session("chat")
			.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind(kind).id(id).build()).priority(priority));
	}

	private void awaitStarts(int number) {
		Signals.await(() -> this.order.size() == number);
	}

	@Test
	void tasksAreClaimedInTheOrderOfTheirRanks() {
		KindOptions one = KindOptions.NONE.withMaxConcurrentCluster(1);
		Node first = start("bounded", one);
		Node second = start("bounded", one);
		this.nodes.awaitPeers();
		submit(first, "bounded", "running", 5);
		awaitStarts(1);
		submit(second, "bounded", "next", 5);
		// Nodes may still use a rank that they read before the update, so the others come
		// after it.
		this.nodes.update("UPDATE #live SET start_rank = start_rank - 300000 WHERE task_id = 'next'");
		submit(first, "bounded", "low", 0);
		submit(second, "bounded", "normal", 5);
		submit(first, "bounded", "high", 9);
		for (int started = 2; started <= 5; started++) {
			this.gate.release();
			awaitStarts(started);
		}
		assertThat(this.order).containsExactly("running", "next", "high", "normal", "low");
	}

	@Test
	void changesOfAStateLeaveTheRankAsItIs() throws Exception {
		Node node = start("work", KindOptions.NONE);
		BackgroundTaskHandle<@Nullable Object> task = submit(node, "work", "t1", 8);
		awaitStarts(1);
		assertThat(this.nodes.number("SELECT start_rank FROM #live")).isEqualTo(task.record().startRank());
		assertThat(task.record().startRank()).isEqualTo(task.record().createdAt().toEpochMilli() - 180_000);
		this.gate.release();
		assertThat(task.await(Duration.ofMinutes(1)).priority()).isEqualTo(8);
	}

	@Test
	void rateOfTheClusterIsExact() {
		KindOptions five = KindOptions.NONE
			.withRateLimit(RateLimit.of("5/h").withBurst(5).withScope(RateLimitScope.CLUSTER));
		List<Node> both = List.of(start("mail", five), start("mail", five));
		this.nodes.awaitPeers();
		List<BackgroundTaskHandle<@Nullable Object>> tasks = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			tasks.add(submit(both.get(i % 2), "mail", "m" + i, 5));
		}
		awaitStarts(5);
		Signals.await(() -> waiting(both) == 15);
		assertThat(this.order).hasSize(5);
		assertThat(this.nodes.number("SELECT count(*) FROM #rate")).isOne();
		List<String> statuses = tasks.stream()
			.filter((task) -> task.record().state() == BackgroundTaskState.PENDING)
			.map((task) -> String.valueOf(task.record().status()))
			.toList();
		assertThat(statuses).hasSize(15)
			.allMatch((status) -> status.startsWith("Waits for the rate limit of kind 'mail' (5/h); starts in about "));
		tasks.forEach((task) -> task.cancel("enough"));
		Signals.await(() -> waiting(both) == 0);
		assertThat(this.order).hasSize(5);
	}

	private static long waiting(List<Node> nodes) {
		return nodes.stream().mapToLong((node) -> node.host().statistics().rateLimited("mail")).sum();
	}

	@Test
	void startsOfAllNodesAreEvenlySpaced() {
		KindOptions even = KindOptions.NONE
			.withRateLimit(RateLimit.of("50/s").withBurst(1).withScope(RateLimitScope.CLUSTER));
		List<Node> both = List.of(start("mail", even), start("mail", even));
		this.nodes.awaitPeers();
		this.gate.release(1000);
		for (int i = 0; i < 100; i++) {
			submit(both.get(i % 2), "mail", "m" + i, 5);
		}
		awaitStarts(100);
		List<Long> sorted = this.times.stream().sorted().toList();
		Duration took = Duration.ofNanos(sorted.getLast() - sorted.getFirst());
		log.info("100 starts of a kind with 50/s took {} on two nodes", took);
		assertThat(took).isGreaterThan(Duration.ofMillis(1900));
	}

	@Test
	void rateOfANodeIsThatOfEachNode() {
		KindOptions two = KindOptions.NONE.withRateLimit(RateLimit.of("2/h").withBurst(2));
		List<Node> both = List.of(start("mail", two), start("mail", two));
		this.nodes.awaitPeers();
		for (int i = 0; i < 10; i++) {
			submit(both.get(i % 2), "mail", "m" + i, 5);
		}
		awaitStarts(4);
		Signals.await(() -> waiting(both) == 6);
		assertThat(this.order).hasSize(4);
	}

	@Test
	void sessionsOfAClusterHaveTheRateForThemselves() throws Exception {
		KindOptions one = KindOptions.NONE
			.withRateLimit(RateLimit.of("1/h").withPerSession(true).withScope(RateLimitScope.CLUSTER));
		try (Nodes single = new Nodes(TestServer.h2Url())) {
			Node node = single.start(this::held, Map.of("mail", one), UnaryOperator.identity(), "mail");
			for (String session : List.of("s1", "s1", "s2", "s3", "s3")) {
				node.host().session(session).submit(TaskRequest.of("mail"));
			}
			awaitStarts(3);
			Signals.await(() -> node.host().statistics().rateLimited("mail") == 2);
			assertThat(single.number("SELECT count(*) FROM #rate")).isEqualTo(3);
			this.gate.release(100);
		}
		assertThat(this.order).hasSize(3);
	}

}
