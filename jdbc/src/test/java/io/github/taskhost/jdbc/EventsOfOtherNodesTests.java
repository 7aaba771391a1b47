package io.github.taskhost.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.jdbc.NodePair.Node;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.local.time.PlatformTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.test.contract.support.HostParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** The events of tasks on all nodes, on PostgreSQL. */
class EventsOfOtherNodesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/**
	 * The changes that a node makes to one task in a row: more than are read together.
	 */
	private static final int CHANGES = 130;

	private final List<Node> started = new ArrayList<>();

	private NodePair pair = pair(Duration.ofSeconds(6), true);

	private final Queue<BackgroundTaskEvent> ofOne = new ConcurrentLinkedQueue<>();

	private final Queue<BackgroundTaskEvent> ofOther = new ConcurrentLinkedQueue<>();

	private static NodePair pair(Duration lease, boolean allEvents) {
		return new NodePair(TestServer.fastUrl(), lease, (settings) -> settings.withAllEvents(allEvents));
	}

	private Node node(Queue<BackgroundTaskEvent> events) {
		return listening(events::add);
	}

	private Node listening(BackgroundTaskListener listener) {
		Node node = this.pair.node(BackgroundTaskHostOptions.withDefaults(), Clock.systemUTC(), new PlatformTimer(),
				listener, HostParts.NONE);
		this.started.add(node);
		return node;
	}

	@AfterEach
	void stop() {
		this.started.reversed().forEach(Node::close);
	}

	private static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id).build();
	}

	private static BackgroundTaskHandle<?> sleeping(LocalBackgroundTaskHost host, String id) {
		return host.spawnManaged("s1", named(id), (context) -> {
			context.sleep(Duration.ofDays(1));
			return null;
		});
	}

	private static BackgroundTaskHandle<?> quick(LocalBackgroundTaskHost host, String id) {
		return host.spawnManaged("s1", named(id), (context) -> null);
	}

	private static List<String> names(Queue<BackgroundTaskEvent> events, UUID uid) {
		return events.stream()
			.filter((event) -> event.record().uid().equals(uid))
			.map((event) -> event.getClass().getSimpleName())
			.toList();
	}

	private static long count(Queue<BackgroundTaskEvent> events, Predicate<BackgroundTaskEvent> which) {
		return events.stream().filter(which).count();
	}

	private static Stream<String> keys(Queue<BackgroundTaskEvent> events) {
		return events.stream().map((event) -> event.record().uid() + ":" + event.sequence());
	}

	/** Waits for the last events of some tasks on both nodes. */
	private void awaitEnds(int tasks) {
		Signals.await(() -> Stream.of(this.ofOne, this.ofOther)
			.allMatch((events) -> count(events, (event) -> event instanceof BackgroundTaskEvent.Completed) >= tasks));
	}

	/** Each node has the same events, none of them twice, in order for each task. */
	private void assertSame() {
		assertThat(keys(this.ofOne)).doesNotHaveDuplicates();
		assertThat(keys(this.ofOther)).doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(keys(this.ofOne).toList());
		for (Queue<BackgroundTaskEvent> events : List.of(this.ofOne, this.ofOther)) {
			events.stream()
				.map((event) -> event.record().uid())
				.distinct()
				.forEach((uid) -> assertThat(events.stream()
					.filter((event) -> event.record().uid().equals(uid))
					.map(BackgroundTaskEvent::sequence)).isSorted());
		}
	}

	@Test
	void eventsOfATaskReachTheOtherNodeOnceAndInOrder() throws Exception {
		LocalBackgroundTaskHost one = node(this.ofOne).host();
		LocalBackgroundTaskHost other = node(this.ofOther).host();
		BackgroundTaskHandle<?> task = sleeping(one, "t1");
		Signals.await(() -> names(this.ofOther, task.uid()).contains("Registered"));
		other.requestCancel("t1", "enough");
		task.await(PATIENCE);
		Signals.await(() -> names(this.ofOther, task.uid()).contains("Cancelled")
				&& names(this.ofOne, task.uid()).contains("CancelRequested"));
		assertThat(names(this.ofOther, task.uid())).containsExactly("Registered", "CancelRequested", "Cancelled");
		assertThat(names(this.ofOne, task.uid())).containsExactlyInAnyOrder("Registered", "CancelRequested",
				"Cancelled");
	}

	@Test
	void eventHasTheRecordOfItsChange() {
		LocalBackgroundTaskHost one = node(this.ofOne).host();
		node(this.ofOther);
		BackgroundTaskHandle<?> task = one.spawnManaged("s1", named("t1"), (context) -> {
			context.summary("done");
			context.result(List.of(1, 2));
			return null;
		});
		awaitEnds(1);
		for (BackgroundTaskEvent event : this.ofOther) {
			BackgroundTaskEvent same = this.ofOne.stream()
				.filter((candidate) -> candidate.sequence() == event.sequence())
				.findFirst()
				.orElseThrow();
			assertThat(event).hasSameClassAs(same);
			assertThat(event.time()).isEqualTo(same.time());
			assertThat(event.record().state()).isEqualTo(same.record().state());
			assertThat(event.record().eventSequence()).isEqualTo(same.record().eventSequence());
			assertThat(event.record().result()).isEqualTo(same.record().result());
		}
		assertThat(task.record().summary()).isEqualTo("done");
	}

	@Test
	void eventsOfManyTasksOfBothNodesAreTheSameOnBoth() {
		LocalBackgroundTaskHost one = node(this.ofOne).host();
		LocalBackgroundTaskHost other = node(this.ofOther).host();
		for (int i = 0; i < 150; i++) {
			quick(one, "a" + i);
			quick(other, "b" + i);
		}
		awaitEnds(300);
		assertSame();
	}

	@Test
	void nodeBeginsAtTheEndOfTheLog() {
		LocalBackgroundTaskHost one = node(this.ofOne).host();
		quick(one, "before");
		Signals.await(() -> count(this.ofOne, (event) -> event instanceof BackgroundTaskEvent.Completed) == 1);
		node(this.ofOther);
		quick(one, "after");
		Signals.await(() -> count(this.ofOther, (event) -> event instanceof BackgroundTaskEvent.Completed) == 1);
		assertThat(this.ofOther).extracting((event) -> event.record().id()).containsOnly("after");
	}

	@Test
	void subscriptionHasTheEventsOfOtherNodes() throws Exception {
		LocalBackgroundTaskHost one = node(this.ofOne).host();
		LocalBackgroundTaskHost other = node(this.ofOther).host();
		try (BackgroundTaskSubscription subscription = other.subscribe(BackgroundTaskFilter.all())) {
			sleeping(one, "t1");
			assertThat(subscription.next(PATIENCE)).get().isInstanceOf(BackgroundTaskEvent.Registered.class);
		}
	}

	@Test
	void nodeThatWasCutOffHasAllEventsOnceAfterwards() {
		LocalBackgroundTaskHost one = node(this.ofOne).host();
		Node cut = node(this.ofOther);
		for (int i = 0; i < 250; i++) {
			quick(one, "a" + i);
			if (i == 50) {
				cut.pool().cut();
			}
		}
		Signals.await(() -> count(this.ofOne, (event) -> event instanceof BackgroundTaskEvent.Completed) == 250);
		assertThat(count(this.ofOther, (event) -> event instanceof BackgroundTaskEvent.Completed)).isLessThan(250);
		cut.pool().restore();
		quick(one, "last");
		awaitEnds(251);
		assertSame();
	}

	@Test
	void outageOfTheDatabaseLosesAndRepeatsNoEvent() throws Exception {
		Node one = node(this.ofOne);
		Node other = node(this.ofOther);
		CountDownLatch away = new CountDownLatch(1);
		List<CompletableFuture<Void>> submitters = new ArrayList<>();
		for (Node node : List.of(one, other)) {
			for (int i = 0; i < 40; i++) {
				String id = node.journal().workerId() + i;
				submitters.add(CompletableFuture.runAsync(() -> {
					quick(node.host(), id);
					away.countDown();
				}));
			}
		}
		await(away);
		one.pool().cut();
		other.pool().cut();
		one.pool().restore();
		other.pool().restore();
		CompletableFuture.allOf(submitters.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
		awaitEnds(80);
		assertSame();
	}

	/** The third node reads a part of the changes of each node at a time. */
	@Test
	void changesOfTwoNodesToOneTaskAreInOrderOnAThird() {
		LocalBackgroundTaskHost one = node(this.ofOne).host();
		LocalBackgroundTaskHost other = node(this.ofOther).host();
		Queue<BackgroundTaskEvent> ofThird = new ConcurrentLinkedQueue<>();
		CountDownLatch read = new CountDownLatch(1);
		listening((event) -> {
			ofThird.add(event);
			await(read);
		});
		one.registerExternal("s1", named("t1"), null);
		Signals.await(() -> !ofThird.isEmpty());
		summarize(one);
		summarize(other);
		summarize(one);
		other.reporter("s1", "t1").complete("done");
		read.countDown();
		Signals.await(() -> count(ofThird, (event) -> event instanceof BackgroundTaskEvent.Completed) == 1);
		List<Long> all = LongStream.rangeClosed(1, 3 * CHANGES + 2).boxed().toList();
		assertThat(ofThird).extracting(BackgroundTaskEvent::sequence).containsExactlyElementsOf(all);
		assertThat(ofThird).extracting((event) -> event.record().eventSequence()).containsExactlyElementsOf(all);
	}

	private static void summarize(LocalBackgroundTaskHost host) {
		TaskReporter reporter = host.reporter("s1", "t1");
		for (int i = 0; i < CHANGES; i++) {
			reporter.summary("summary " + i);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void taskOfATransactionIsSeenAfterItsCommit() {
		Node one = node(this.ofOne);
		node(this.ofOther);
		BackgroundTaskRecord record = Records.full("s1");
		new TransactionTemplate(new JdbcTransactionManager(one.pool()))
			.executeWithoutResult((status) -> one.journal().join(List.of(Records.accept(record))));
		Signals.await(() -> !this.ofOther.isEmpty());
		assertThat(this.ofOther).singleElement().satisfies((event) -> {
			assertThat(event).isInstanceOf(BackgroundTaskEvent.Registered.class);
			assertThat(event.record()).isEqualTo(record);
		});
	}

	@Test
	void takeoverIsSeenOnceByEachNode() {
		this.pair = pair(Duration.ofSeconds(1), true);
		Queue<BackgroundTaskEvent> ofLost = new ConcurrentLinkedQueue<>();
		Node lost = node(ofLost);
		node(this.ofOne);
		node(this.ofOther);
		BackgroundTaskHandle<?> task = sleeping(lost.host(), "t1");
		Signals.await(() -> names(this.ofOne, task.uid()).contains("Registered")
				&& names(this.ofOther, task.uid()).contains("Registered"));
		lost.pool().cut();
		Signals.await(() -> names(this.ofOne, task.uid()).contains("Failed")
				&& names(this.ofOther, task.uid()).contains("Failed"));
		for (Queue<BackgroundTaskEvent> events : List.of(this.ofOne, this.ofOther)) {
			assertThat(names(events, task.uid())).containsExactly("Registered", "Failed");
			assertThat(events).filteredOn(BackgroundTaskEvent.Failed.class::isInstance)
				.singleElement()
				.satisfies((event) -> assertThat(event.record().failure().kind()).isEqualTo(FailureKind.ORPHANED));
		}
		lost.pool().restore();
	}

	@Test
	void nothingIsStoredForOtherNodesByDefault() {
		this.pair = pair(Duration.ofSeconds(6), false);
		LocalBackgroundTaskHost one = node(this.ofOne).host();
		quick(one, "t1");
		Signals.await(() -> count(this.ofOne, (event) -> event instanceof BackgroundTaskEvent.Completed) == 1);
		assertThat(this.pair.tables().count("SELECT count(*) FROM " + this.pair.tables().prefix() + "event"))
			.isPositive();
		assertThat(this.pair.tables()
			.count("SELECT count(*) FROM " + this.pair.tables().prefix()
					+ "event WHERE events IS NOT NULL OR record IS NOT NULL"))
			.isZero();
	}

}
