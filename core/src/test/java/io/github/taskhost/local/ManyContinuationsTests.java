package io.github.taskhost.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Ten thousand tasks that wait for one, or for each other in a row. */
@Timeout(120)
class ManyContinuationsTests {

	private static final int COUNT = 10_000;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build();

	private final AtomicInteger runs = new AtomicInteger();

	private final List<BackgroundTaskHandle<Integer>> tasks = new ArrayList<>();

	@BeforeEach
	void begin() {
		this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("other").id("first").build(), null);
	}

	@AfterEach
	void stop() {
		this.host.close();
	}

	private void spawn(String id, String predecessor) {
		this.tasks.add(this.host.session("s1")
			.spawn(BackgroundTaskRegistration.ofKind("other").id(id).after(predecessor).build(),
					(context) -> this.runs.incrementAndGet()));
	}

	private void end(BackgroundTaskState state) {
		this.host.complete("first", new BackgroundTaskCompletion(state, null));
	}

	private void assertAllEnd(BackgroundTaskState state) throws InterruptedException {
		for (BackgroundTaskHandle<Integer> task : this.tasks) {
			assertThat(task.await(PATIENCE).state()).isEqualTo(state);
		}
		assertThat(this.runs).hasValue((state == BackgroundTaskState.COMPLETED) ? COUNT : 0);
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void tenThousandTasksWaitForOne() throws Exception {
		for (int i = 0; i < COUNT; i++) {
			spawn("t" + i, "first");
		}
		end(BackgroundTaskState.COMPLETED);
		assertAllEnd(BackgroundTaskState.COMPLETED);
	}

	@Test
	void tenThousandWaitingTasksAreCancelledOneByOne() throws Exception {
		for (int i = 0; i < COUNT; i++) {
			spawn("t" + i, "first");
		}
		this.tasks.forEach((task) -> task.cancel(null));
		end(BackgroundTaskState.COMPLETED);
		assertAllEnd(BackgroundTaskState.CANCELLED);
	}

	@Test
	void chainOfTenThousandRuns() throws Exception {
		for (int i = 0; i < COUNT; i++) {
			spawn("t" + i, (i > 0) ? "t" + (i - 1) : "first");
		}
		end(BackgroundTaskState.COMPLETED);
		assertAllEnd(BackgroundTaskState.COMPLETED);
	}

	@Test
	void chainOfTenThousandIsCancelledWithoutADeepStack() throws Exception {
		for (int i = 0; i < COUNT; i++) {
			spawn("t" + i, (i > 0) ? "t" + (i - 1) : "first");
		}
		end(BackgroundTaskState.FAILED);
		assertAllEnd(BackgroundTaskState.CANCELLED);
	}

}
