package io.github.taskhost.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.jdbc.NodePair.Node;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.local.time.PlatformTimer;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Operations of a node on tasks whose bodies run on another one. */
class OtherNodeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final NodePair pair = new NodePair(TestServer.fastUrl(), Duration.ofSeconds(6));

	private NodePair.Nodes nodes;

	private LocalBackgroundTaskHost owner;

	private LocalBackgroundTaskHost other;

	@BeforeEach
	void start() {
		this.nodes = this.pair.nodes(node(), node());
		this.owner = this.nodes.owner().host();
		this.other = this.nodes.other().host();
	}

	private Node node() {
		return this.pair.node(BackgroundTaskHostOptions.withDefaults(), Clock.systemUTC(), new PlatformTimer(),
				(event) -> {
				}, HostParts.NONE);
	}

	@AfterEach
	void stop() {
		this.nodes.other().close();
		this.nodes.owner().close();
	}

	private static BackgroundTaskRegistration named(String id) {
		return builder(id).build();
	}

	private static BackgroundTaskRegistration.Builder builder(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id);
	}

	private BackgroundTaskHandle<@Nullable String> sleeping(BackgroundTaskRegistration task) {
		return this.owner.spawnManaged("s1", task, (context) -> {
			context.sleep(Duration.ofDays(1));
			return null;
		});
	}

	private BackgroundTaskHandle<String> asking() {
		BackgroundTaskHandle<String> task = this.owner.spawnManaged("s1", named("t1"),
				(context) -> context.requestInput(InputRequest.of("k", "Go on?")).value().text());
		Signals.await(() -> task.record().inputRequest() != null);
		return task;
	}

	@Test
	void cancelEndsTheBody() throws Exception {
		BackgroundTaskHandle<?> task = sleeping(named("t1"));
		assertThat(this.other.requestCancel("t1", "enough").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.other.await("t1", PATIENCE).cancelReason()).isEqualTo("enough");
	}

	@Test
	void forcedCancellationEndsTheBody() throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		CountDownLatch started = new CountDownLatch(1);
		this.owner.spawnManaged("s1", named("t1"), (context) -> {
			started.countDown();
			try {
				context.sleep(Duration.ofDays(1));
			}
			finally {
				over.countDown();
			}
			return null;
		});
		assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
		this.other.cancelManaged("s1", "t1");
		assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
		this.owner.awaitIdle(PATIENCE);
	}

	@Test
	void messageReachesTheBody() throws Exception {
		CompletableFuture<String> received = new CompletableFuture<>();
		this.owner.spawnManaged("s1", named("t1"), (context) -> {
			received.complete(context.receive(PATIENCE).orElseThrow().text());
			return null;
		});
		this.other.task("s1", "t1").send("hello");
		assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
	}

	@Test
	void answerReachesTheBody() throws Exception {
		BackgroundTaskHandle<String> task = asking();
		this.other.task("s1", "t1").answer("k", new JsonPayload("\"yes\""));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("\"yes\"");
	}

	@Test
	void declineReachesTheBody() throws Exception {
		BackgroundTaskHandle<String> task = asking();
		this.other.task("s1", "t1").decline("k", "not now");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
	}

	@Test
	void completionMeetsTheEndOfTheBody() throws Exception {
		for (int i = 0; i < 20; i++) {
			CountDownLatch release = new CountDownLatch(1);
			String id = "t" + i;
			BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named(id), (context) -> {
				release.await();
				return null;
			});
			CompletableFuture<BackgroundTaskRecord> completed = CompletableFuture
				.supplyAsync(() -> this.other.complete(id, BackgroundTaskCompletion.completed("done")));
			release.countDown();
			BackgroundTaskRecord end = task.await(PATIENCE);
			assertThat(completed.get(30, TimeUnit.SECONDS).state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(this.other.find(task.uid()).orElseThrow().summary()).isEqualTo(end.summary());
		}
		this.owner.awaitIdle(PATIENCE);
		assertThat(this.owner.statistics().live()).isZero();
	}

	@Test
	void inspectionHasTheStackAndTheOutputOfTheBody() throws Exception {
		CountDownLatch written = new CountDownLatch(1);
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			context.output("out", "line");
			written.countDown();
			context.sleep(Duration.ofDays(1));
			return null;
		});
		assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
		TaskInspection seen = this.other.inspect(task.uid()).orElseThrow();
		assertThat(seen.outOfReach()).isNull();
		assertThat(seen.thread()).startsWith("taskhost-other-");
		assertThat(seen.stack()).anyMatch((frame) -> frame.contains("OtherNodeTests"));
		assertThat(seen.output()).extracting(TaskOutputLine::text).containsExactly("line");
		this.nodes.settle();
		task.cancelNow(null);
	}

	@Test
	void bodyOfANodeThatDoesNotAnswerIsOutOfReach() {
		BackgroundTaskHandle<?> task = sleeping(named("t1"));
		this.nodes.owner().pool().cut();
		TaskInspection seen = this.other.inspect(task.uid()).orElseThrow();
		assertThat(seen.outOfReach()).contains("did not answer within 2 seconds");
		assertThat(seen.record().id()).isEqualTo("t1");
		assertThat(seen.stack()).isEmpty();
		this.nodes.owner().pool().restore();
	}

	@Test
	void transferMovesTheTask() {
		BackgroundTaskHandle<?> task = sleeping(named("t1"));
		this.other.transfer("t1", "s2");
		this.nodes.settle();
		assertThat(task.record().sessionId()).isEqualTo("s2");
		task.cancelNow(null);
	}

	@Test
	void closeEndsTheTasks() {
		BackgroundTaskHandle<?> task = sleeping(builder("t1").closePolicy(ClosePolicy.CANCEL).build());
		assertThat(this.other.closeSession("s1", null).cancelled()).containsExactly("t1");
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void waitsSeeTheEnds() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		List<BackgroundTaskHandle<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			tasks.add(this.owner.spawnManaged("s1", named("t" + i), (context) -> {
				release.await();
				return null;
			}));
		}
		List<CompletableFuture<BackgroundTaskRecord>> ends = tasks.stream()
			.map((task) -> this.other.task("s1", task.id()).completion().toCompletableFuture())
			.toList();
		release.countDown();
		for (CompletableFuture<BackgroundTaskRecord> end : ends) {
			assertThat(end.get(30, TimeUnit.SECONDS).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
	}

}
