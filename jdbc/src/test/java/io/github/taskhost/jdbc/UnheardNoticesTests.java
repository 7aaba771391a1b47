package io.github.taskhost.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.local.time.PlatformTimer;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.HostParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Notices that the database does not announce, and an owner that is cut off. */
class UnheardNoticesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** The time in which everything arrives by the poll alone. */
	private static final Duration SECOND = Duration.ofSeconds(1);

	private final NodePair pair = new NodePair(TestServer.fastUrl(), Duration.ofSeconds(20));

	private NodePair.Nodes nodes;

	private LocalBackgroundTaskHost owner;

	private LocalBackgroundTaskHost other;

	@BeforeEach
	void start() {
		this.nodes = this.pair.nodes(deafNode(), deafNode());
		this.owner = this.nodes.owner().host();
		this.other = this.nodes.other().host();
	}

	private NodePair.Node deafNode() {
		return this.pair.node(BackgroundTaskHostOptions.withDefaults(), Clock.systemUTC(), new PlatformTimer(),
				(event) -> {
				}, HostParts.NONE, DeafPool::new);
	}

	@AfterEach
	void stop() {
		this.nodes.other().close();
		this.nodes.owner().close();
	}

	private static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id).build();
	}

	@Test
	void cancelArrivesWithinASecond() throws Exception {
		CompletableFuture<Long> told = new CompletableFuture<>();
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			context.onCancel(() -> told.complete(System.nanoTime()));
			context.sleep(Duration.ofDays(1));
			return null;
		});
		this.other.requestCancel("t1", null);
		assertArrivesWithinASecond(told);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void messageArrivesWithinASecond() throws Exception {
		CompletableFuture<Long> received = new CompletableFuture<>();
		this.owner.spawnManaged("s1", named("t1"), (context) -> {
			context.receive(PATIENCE).orElseThrow();
			received.complete(System.nanoTime());
			return null;
		});
		this.other.task("s1", "t1").send("hello");
		assertArrivesWithinASecond(received);
	}

	@Test
	void answerArrivesWithinASecond() throws Exception {
		CompletableFuture<Long> answered = new CompletableFuture<>();
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			context.requestInput(InputRequest.of("k", "Go on?"));
			answered.complete(System.nanoTime());
			return null;
		});
		Signals.await(() -> task.record().inputRequest() != null);
		this.other.task("s1", "t1").answer("k", new JsonPayload("1"));
		assertArrivesWithinASecond(answered);
	}

	@Test
	void questionAndAnswerOfAnInspectionArriveInTime() {
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			context.sleep(Duration.ofDays(1));
			return null;
		});
		TaskInspection seen = this.other.inspect(task.uid()).orElseThrow();
		assertThat(seen.outOfReach()).isNull();
		assertThat(seen.stack()).isNotEmpty();
	}

	private static void assertArrivesWithinASecond(CompletableFuture<Long> arrival) throws Exception {
		long sent = System.nanoTime();
		long arrived = arrival.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(Duration.ofNanos(arrived - sent)).isLessThan(SECOND);
	}

	@Test
	void ownerThatWasCutOffLearnsOfACancelWhenItIsBack() throws Exception {
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			context.sleep(Duration.ofDays(1));
			return null;
		});
		this.nodes.owner().pool().cut();
		this.other.requestCancel("t1", "enough");
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.nodes.owner().pool().restore();
		assertThat(task.await(PATIENCE).cancelReason()).isEqualTo("enough");
		assertThat(this.other.await("t1", PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

}
