package io.github.taskhost.local.body;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.JoinPolicy;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.local.handle.LocalHandle;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Joins}: the traces of a join.
 */
class JoinsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@ParameterizedTest
	@EnumSource
	void joinThatIsCancelledLeavesNoTraceOnATaskThatLives(JoinPolicy policy) throws Exception {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			CountDownLatch release = new CountDownLatch(1);
			BackgroundTaskHandle<String> service = host.session("s").spawn("service", (context) -> {
				release.await();
				return "done";
			});
			BackgroundTaskHandle<String> other = host.session("s").spawn("other", (context) -> "quick");
			CompletableFuture<BackgroundTaskRecord> end = ((LocalHandle<String>) service).task().ended();
			int before = end.getNumberOfDependents();
			for (int i = 0; i < 20; i++) {
				assertThat(cancelledJoin(host, service, other, policy).state())
					.isEqualTo(BackgroundTaskState.CANCELLED);
			}
			assertThat(end.getNumberOfDependents()).isEqualTo(before);
			release.countDown();
			service.await(PATIENCE);
		}
	}

	private static BackgroundTaskRecord cancelledJoin(LocalBackgroundTaskHost host,
			BackgroundTaskHandle<String> service, BackgroundTaskHandle<String> other, JoinPolicy policy)
			throws InterruptedException {
		CountDownLatch joining = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> join = host.session("s")
			.run(BackgroundTaskRegistration.ofKind("join").build(), (context) -> {
				joining.countDown();
				context.awaitAll(List.of(service, other), policy);
			});
		joining.await();
		join.cancel("enough");
		return join.await(PATIENCE);
	}

}
