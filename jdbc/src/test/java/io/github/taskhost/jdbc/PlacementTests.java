package io.github.taskhost.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.jdbc.Nodes.Node;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The nodes on which tasks run.
 */
class PlacementTests {

	private static final Logger log = LoggerFactory.getLogger(PlacementTests.class);

	private static final Map<String, KindOptions> TWO_AT_ONCE = Map.of("work", KindOptions.NONE.withMaxConcurrent(2));

	private final Map<String, Integer> starts = new ConcurrentHashMap<>();

	/** The running and the most running bodies by node, and by node and kind. */
	private final Map<Object, AtomicInteger> running = new ConcurrentHashMap<>();

	private final Map<Object, AtomicInteger> most = new ConcurrentHashMap<>();

	private final Map<Integer, AtomicInteger> ran = new ConcurrentHashMap<>();

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

	/** Counts bodies, and holds each until the gate lets it pass. */
	private void held(int node, BackgroundTaskContext context) throws Exception {
		counted(node, context, this.gate::acquire);
	}

	private void quick(int node, BackgroundTaskContext context) throws Exception {
		counted(node, context, Thread::yield);
	}

	private void counted(int node, BackgroundTaskContext context, Step step) throws Exception {
		String kind = context.record().kind();
		List<Object> counters = List.of(node, node + kind, kind, "all");
		this.starts.merge(context.record().id() + "#" + context.record().attempt(), 1, Integer::sum);
		for (Object counter : counters) {
			int now = count(this.running, counter).incrementAndGet();
			count(this.most, counter).accumulateAndGet(now, Math::max);
		}
		count(this.ran, node).incrementAndGet();
		try {
			step.run();
		}
		finally {
			counters.forEach((counter) -> count(this.running, counter).decrementAndGet());
		}
	}

	private static <K> AtomicInteger count(Map<K, AtomicInteger> counters, K key) {
		return counters.computeIfAbsent(key, (absent) -> new AtomicInteger());
	}

	private static List<BackgroundTaskHandle<@Nullable Object>> submit(Node node, String kind, int from, int to) {
		List<BackgroundTaskHandle<@Nullable Object>> handles = new ArrayList<>();
		for (int i = from; i < to; i++) {
			handles.add(node.host().session("chat").submit(Nodes.task(kind, kind + i)));
		}
		return handles;
	}

	private static void await(List<BackgroundTaskHandle<@Nullable Object>> handles) throws Exception {
		for (BackgroundTaskHandle<@Nullable Object> handle : handles) {
			assertThat(handle.await(Duration.ofMinutes(1)).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
	}

	private static UnaryOperator<JdbcJournalSettings> running(int most) {
		return (settings) -> settings.withMaxRunning(most);
	}

	private void awaitRunning(Object counter, int number) {
		Signals.await(() -> count(this.running, counter).get() == number);
	}

	@Test
	void aSecondNodeHelpsWithABacklog() throws Exception {
		Node first = this.nodes.start(this::held, TWO_AT_ONCE, UnaryOperator.identity(), "work");
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(first, "work", 0, 300);
		awaitRunning(0, 2);
		assertThat(this.nodes.number("SELECT count(*) FROM #live WHERE worker IS NULL")).isZero();
		this.nodes.start(this::held, TWO_AT_ONCE, UnaryOperator.identity(), "work");
		awaitRunning(1, 2);
		Signals.await(() -> this.nodes.number("SELECT count(*) FROM #live WHERE worker IS NULL") == 296);
		this.gate.release(300);
		await(handles);
		log.info("300 tasks of one node ran on two: {}", this.ran);
		assertThat(this.starts).hasSize(300);
		assertThat(this.starts.values()).containsOnly(1);
		assertThat(count(this.ran, 1).get()).isGreaterThan(20);
		assertThat(List.of(count(this.most, 0).get(), count(this.most, 1).get())).containsOnly(2);
	}

	@Test
	void aFullNodePassesTasksOn() throws Exception {
		Node first = this.nodes.start(this::held, Map.of(), running(1), "work");
		this.nodes.start(this::held, "work");
		this.nodes.awaitPeers();
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(first, "work", 0, 1);
		awaitRunning(0, 1);
		long before = System.nanoTime();
		handles.addAll(submit(first, "work", 1, 5));
		awaitRunning(1, 4);
		log.info("4 tasks of a full node ran on another one after {}", Duration.ofNanos(System.nanoTime() - before));
		assertThat(first.host().statistics().live()).isOne();
		this.gate.release(5);
		await(handles);
		assertThat(this.starts.values()).hasSize(5).containsOnly(1);
	}

	@Test
	void noNodeRunsMoreBodiesThanItMay() throws Exception {
		Map<String, KindOptions> options = Map.of("one", KindOptions.NONE.withMaxConcurrent(2));
		List<Node> all = List.of(this.nodes.start(this::quick, options, running(3), "one", "other"),
				this.nodes.start(this::quick, options, running(3), "one", "other"));
		this.nodes.awaitPeers();
		List<BackgroundTaskHandle<@Nullable Object>> handles = new ArrayList<>();
		long before = System.nanoTime();
		for (int i = 0; i < 40; i++) {
			handles.addAll(submit(all.get(i % 2), (i % 4 < 2) ? "one" : "other", i * 10, i * 10 + 10));
		}
		await(handles);
		log.info("400 tasks on two nodes took {}: {}, most {}", Duration.ofNanos(System.nanoTime() - before), this.ran,
				this.most);
		assertThat(this.starts).hasSize(400);
		assertThat(this.starts.values()).containsOnly(1);
		assertThat(List.of(count(this.most, 0).get(), count(this.most, 1).get())).allMatch((number) -> number <= 3);
		assertThat(List.of(count(this.most, "0one").get(), count(this.most, "1one").get()))
			.allMatch((number) -> number <= 2);
	}

	@Test
	void theLimitOfANodeThatIsAloneIsKeptInItsMemory() throws Exception {
		Node node = this.nodes.start(this::held, Map.of(), running(2), "one", "other");
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(node, "one", 0, 50);
		handles.addAll(submit(node, "other", 0, 50));
		awaitRunning(0, 2);
		this.gate.release(100);
		await(handles);
		assertThat(count(this.most, 0).get()).isEqualTo(2);
		assertThat(this.starts.values()).hasSize(100).containsOnly(1);
		assertThat(node.pool().statements.stream().filter((one) -> one.contains("SET worker"))).isEmpty();
	}

	@Test
	void aDrainingNodeLeavesNewTasksToOthers() throws Exception {
		Node first = this.nodes.start(this::held, "work");
		this.nodes.start(this::held, "work");
		this.nodes.awaitPeers();
		first.host().drain();
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(first, "work", 0, 3);
		awaitRunning(1, 3);
		assertThat(this.running).doesNotContainKey(0);
		this.gate.release(3);
		await(handles);
	}

	@Test
	void aTaskThatANodeAloneQueuesWhileItDrainsRunsThere() throws Exception {
		Node first = this.nodes.start(this::held, "work");
		first.host().drain();
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(first, "work", 0, 1);
		awaitRunning(0, 1);
		this.gate.release(1);
		await(handles);
	}

	@Test
	void theRoomThatBecomesFreeIsUsedByTheOldestTask() throws Exception {
		Node first = this.nodes.start(this::held, Map.of(), running(1), "work");
		this.nodes.start(this::held, Map.of(), running(1), "work");
		this.nodes.awaitPeers();
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(first, "work", 0, 4);
		awaitRunning("all", 2);
		assertThat(this.starts).containsKeys("work0#1", "work1#1");
		this.gate.release();
		Signals.await(() -> this.starts.size() == 3);
		assertThat(this.starts).containsKey("work2#1");
		this.gate.release(3);
		await(handles);
	}

	@Test
	void theLimitOfAllNodesIsReachedAndNeverExceeded() throws Exception {
		Map<String, KindOptions> options = Map.of("bounded", KindOptions.NONE.withMaxConcurrentCluster(4));
		List<Node> all = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			all.add(this.nodes.start(this::held, options, UnaryOperator.identity(), "bounded", "other"));
		}
		this.nodes.awaitPeers();
		List<BackgroundTaskHandle<@Nullable Object>> handles = new ArrayList<>();
		long before = System.nanoTime();
		for (int i = 0; i < 30; i++) {
			handles.addAll(submit(all.get(i % 3), "bounded", i * 10, i * 10 + 10));
		}
		awaitRunning("bounded", 4);
		List<BackgroundTaskHandle<@Nullable Object>> others = submit(all.getFirst(), "other", 0, 20);
		awaitRunning("other", 20);
		this.gate.release(320);
		await(handles);
		await(others);
		log.info("300 tasks of a kind with 4 at once took {} on three nodes: {}",
				Duration.ofNanos(System.nanoTime() - before), this.ran);
		assertThat(count(this.most, "bounded").get()).isEqualTo(4);
		assertThat(this.starts).hasSize(320);
		assertThat(this.starts.values()).containsOnly(1);
	}

	@Test
	void aNodeThatIsAloneKeepsTheLimitOfAllNodes() throws Exception {
		Map<String, KindOptions> options = Map.of("bounded", KindOptions.NONE.withMaxConcurrentCluster(2));
		Node node = this.nodes.start(this::held, options, UnaryOperator.identity(), "bounded");
		long before = System.nanoTime();
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(node, "bounded", 0, 50);
		awaitRunning("bounded", 2);
		this.gate.release(50);
		await(handles);
		log.info("50 tasks of a kind with 2 at once took {} on one node", Duration.ofNanos(System.nanoTime() - before));
		assertThat(count(this.most, "bounded").get()).isEqualTo(2);
		assertThat(this.starts.values()).hasSize(50).containsOnly(1);
	}

	@Test
	void aNodeOnH2KeepsTheLimitOfAllNodes() throws Exception {
		Map<String, KindOptions> options = Map.of("bounded", KindOptions.NONE.withMaxConcurrentCluster(2));
		try (Nodes single = new Nodes(TestServer.h2Url())) {
			Node node = single.start(this::held, options, UnaryOperator.identity(), "bounded");
			List<BackgroundTaskHandle<@Nullable Object>> handles = submit(node, "bounded", 0, 50);
			awaitRunning("bounded", 2);
			this.gate.release(50);
			await(handles);
		}
		assertThat(count(this.most, "bounded").get()).isEqualTo(2);
		assertThat(this.starts.values()).hasSize(50).containsOnly(1);
	}

	/** Another node would end the task otherwise, since it cannot run it. */
	@Test
	void aTaskThatWaitsForRoomIsNotEndedByANodeThatLacksItsKind() throws Exception {
		UnaryOperator<JdbcJournalSettings> impatient = (settings) -> settings
			.withUnresolvedAfter(Duration.ofSeconds(10));
		Node first = this.nodes.start(this::held, Map.of(), running(1).andThen(impatient)::apply, "work");
		Node second = this.nodes.start(this::held, Map.of(), impatient, "other");
		this.nodes.awaitPeers();
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(first, "work", 0, 2);
		awaitRunning(0, 1);
		Signals.await(() -> second.journal().status().unresolved() == 1);
		Signals.await(() -> this.nodes.number("SELECT count(*) FROM #live WHERE unresolved_since IS NULL") == 2);
		this.gate.release(2);
		await(handles);
		assertThat(count(this.ran, 0).get()).isEqualTo(2);
	}

	@Test
	void aDelayedTaskTakesNoPlaceOfTheLimitOfAllNodes() throws Exception {
		Map<String, KindOptions> options = Map.of("bounded", KindOptions.NONE.withMaxConcurrentCluster(1));
		Node node = this.nodes.start(this::held, options, UnaryOperator.identity(), "bounded");
		BackgroundTaskHandle<@Nullable Object> delayed = node.host()
			.session("chat")
			.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("bounded")
				.id("delayed")
				.startAfter(Duration.ofSeconds(3))
				.build()));
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(node, "bounded", 0, 1);
		Signals.await(() -> this.starts.size() == 1);
		assertThat(this.starts).containsOnlyKeys("bounded0#1");
		this.gate.release(2);
		await(handles);
		await(List.of(delayed));
	}

	@Test
	void aBodyThatDoesNotStartByNameHasNoLimitOfAllNodes() {
		Map<String, KindOptions> options = Map.of("bounded", KindOptions.NONE.withMaxConcurrentCluster(1));
		Node node = this.nodes.start(this::held, options, UnaryOperator.identity(), "bounded");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> node.host()
				.session("chat")
				.spawn(BackgroundTaskRegistration.ofKind("bounded").build(), (context) -> null))
			.withMessageContaining("max-concurrent-cluster");
	}

	@Test
	void taskOfATransactionWaitsForTheLimitOfAllNodes() throws Exception {
		Map<String, KindOptions> options = Map.of("bounded", KindOptions.NONE.withMaxConcurrentCluster(1));
		Node node = this.nodes.start(this::held, options, UnaryOperator.identity(), "bounded");
		List<BackgroundTaskHandle<@Nullable Object>> handles = submit(node, "bounded", 0, 1);
		awaitRunning("bounded", 1);
		new TransactionTemplate(new JdbcTransactionManager(node.pool()))
			.executeWithoutResult((status) -> handles.addAll(submit(node, "bounded", 1, 3)));
		assertThat(node.journal().hasBacklog("bounded")).isTrue();
		this.gate.release(3);
		await(handles);
		assertThat(count(this.most, "bounded").get()).isOne();
		assertThat(this.starts.values()).hasSize(3).containsOnly(1);
	}

	private interface Step {

		void run() throws Exception;

	}

}
