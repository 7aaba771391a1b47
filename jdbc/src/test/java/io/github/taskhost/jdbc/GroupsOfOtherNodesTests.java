package io.github.taskhost.jdbc;

import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.jdbc.NodePair.Node;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.time.PlatformTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Groups whose members run on several nodes. */
class GroupsOfOtherNodesTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final BackgroundTaskHostOptions OPTIONS = BackgroundTaskHostOptions.withDefaults()
		.withShutdown(new ShutdownOptions(Duration.ofMillis(100), Duration.ofSeconds(5)));

	private static final int MEMBERS = 40;

	private static final int AT_ONCE = 4;

	private final NodePair pair = new NodePair(TestServer.fastUrl(), Duration.ofSeconds(6));

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	private final Set<String> workers = ConcurrentHashMap.newKeySet();

	private final List<Node> nodes = List.of(node(), node(), node());

	private Node node() {
		return this.pair.node(OPTIONS, Clock.systemUTC(), new PlatformTimer(), (event) -> {
		}, HostParts.NONE.withHandlers(new Step()));
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.nodes.forEach(Node::close);
	}

	@Test
	void groupAndItsMembersGoOnOnTheNodesThatAreLeft() throws Exception {
		this.pair.nodes(this.nodes.get(0), this.nodes.get(1));
		this.pair.nodes(this.nodes.get(1), this.nodes.get(2));
		BackgroundTaskHandle<@Nullable Object> group = this.nodes.getFirst()
			.host()
			.session("s1")
			.group("nightly")
			.maxConcurrent(AT_ONCE)
			.addAll(Collections.nCopies(MEMBERS, TaskRequest.of("step")))
			.start();
		Signals.await(() -> this.running.get() == AT_ONCE);
		this.nodes.getFirst().close();
		this.release.countDown();
		BackgroundTaskRecord end = this.nodes.get(1).host().await(group.id(), PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.summary()).isEqualTo(MEMBERS + " of " + MEMBERS + " members completed");
		assertThat(this.most.get()).isLessThanOrEqualTo(AT_ONCE);
		assertThat(this.workers).doesNotContain(this.nodes.getFirst().journal().workerId()).isNotEmpty();
	}

	/** A kind whose bodies wait for the test, and note where they complete. */
	private final class Step implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "step";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context)
				throws InterruptedException {
			GroupsOfOtherNodesTests test = GroupsOfOtherNodesTests.this;
			test.most.accumulateAndGet(test.running.incrementAndGet(), Math::max);
			try {
				assertThat(test.release.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
			}
			finally {
				test.running.decrementAndGet();
			}
			test.workers.add(String.valueOf(context.record().workerId()));
			return null;
		}

	}

}
