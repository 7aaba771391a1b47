package io.github.taskhost.jdbc;

import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.jdbc.NodePair.Node;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.local.time.PlatformTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks of one node that wait for tasks of another one. */
class ContinuationsOfOtherNodesTests {

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
				}, HostParts.NONE.withHandlers(new Step("step", KindOptions.NONE),
						new Step("counted", KindOptions.NONE.withMaxConcurrentCluster(1))));
	}

	@AfterEach
	void stop() {
		this.nodes.other().close();
		this.nodes.owner().close();
	}

	private void external(LocalBackgroundTaskHost host, String id) {
		host.registerExternal("s1", BackgroundTaskRegistration.ofKind("other").id(id).build(), null);
	}

	private static BackgroundTaskCompletion as(BackgroundTaskState state) {
		return new BackgroundTaskCompletion(state, null);
	}

	private static TaskRequest after(String id, String... predecessors) {
		return TaskRequest.of(BackgroundTaskRegistration.ofKind("step").id(id).build()).after(predecessors);
	}

	@Test
	void taskStartsAfterTheEndOnTheOtherNode() throws Exception {
		external(this.other, "a");
		external(this.owner, "b");
		BackgroundTaskHandle<@Nullable Object> c = this.owner.session("s1").submit(after("c", "a", "b"));
		this.owner.complete("b", as(BackgroundTaskState.COMPLETED));
		assertThat(c.record().held()).isTrue();
		this.other.complete("a", as(BackgroundTaskState.COMPLETED));
		assertThat(c.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void taskIsCancelledAfterAFailureOnTheOtherNode() throws Exception {
		external(this.other, "a");
		BackgroundTaskHandle<@Nullable Object> c = this.owner.session("s1").submit(after("c", "a"));
		this.other.complete("a", as(BackgroundTaskState.FAILED));
		BackgroundTaskRecord end = c.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.cancelReason()).contains("'a'", "failed");
	}

	@Test
	void taskIsCancelledAfterARemovalOnTheOtherNode() throws Exception {
		external(this.other, "a");
		BackgroundTaskHandle<@Nullable Object> c = this.owner.session("s1").submit(after("c", "a"));
		this.other.unregisterExternal("s1", "a");
		assertThat(c.await(PATIENCE).cancelReason()).contains("'a'", "removed");
	}

	@Test
	void endThatTheWaitingNodeStoresItselfIsSeenAtOnce() throws Exception {
		external(this.other, "a");
		BackgroundTaskHandle<@Nullable Object> c = this.owner.session("s1").submit(after("c", "a"));
		this.owner.complete("a", as(BackgroundTaskState.COMPLETED));
		assertThat(c.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void tasksOfAStoppedNodeGoOnWaitingOnTheOther() throws Exception {
		external(this.other, "a");
		List<BackgroundTaskHandle<@Nullable Object>> tasks = this.owner.session("s1")
			.submitAll(List.of(after("b", "a"), after("c", "b"), after("d", "a")));
		this.nodes.owner().close();
		Signals.await(() -> this.other.statistics().live() == 4);
		this.other.complete("a", as(BackgroundTaskState.COMPLETED));
		for (BackgroundTaskHandle<?> task : tasks) {
			assertThat(this.other.await(task.id(), PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
	}

	@Test
	void waitingTaskIsNotCountedByALimitOfAllNodes() throws Exception {
		external(this.owner, "a");
		BackgroundTaskHandle<@Nullable Object> b = this.owner.session("s1")
			.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("counted").id("b").after("a").build()));
		BackgroundTaskHandle<@Nullable Object> c = this.owner.session("s1").submit(TaskRequest.of("counted"));
		assertThat(this.owner.await(c.id(), PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.owner.task("s1", "b").record().held()).isTrue();
		this.owner.complete("a", as(BackgroundTaskState.COMPLETED));
		assertThat(this.owner.await(b.id(), PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private record Step(String kind, KindOptions options) implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			return null;
		}

	}

}
