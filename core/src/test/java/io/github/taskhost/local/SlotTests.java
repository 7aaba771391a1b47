package io.github.taskhost.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Slots of kinds with a limit on running bodies. */
class SlotTests extends LocalHostTest {

	private static final BackgroundTaskRegistration SINGLE = BackgroundTaskRegistration.ofKind("single").build();

	private final List<String> order = Collections.synchronizedList(new ArrayList<>());

	@BeforeEach
	void limit() {
		start((builder) -> builder
			.options(options().withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1)))));
	}

	private BackgroundTask<@Nullable Void> noting(String name) {
		return (context) -> {
			this.order.add(name);
			return null;
		};
	}

	private BackgroundTask<@Nullable Void> blocking() {
		return (context) -> {
			awaitIgnoringInterrupts(this.release);
			return null;
		};
	}

	@Test
	void waitingTasksAreServedRoundRobinOverSessionsInOrderWithinOne() throws Exception {
		host().session("s0").spawn(SINGLE, blocking());
		List<BackgroundTaskHandle<?>> waiting = new ArrayList<>();
		for (String name : List.of("a1", "a2", "a3", "b1", "b2", "c1")) {
			waiting.add(host().session(name.substring(0, 1)).spawn(SINGLE, noting(name)));
		}
		this.release.countDown();
		for (BackgroundTaskHandle<?> task : waiting) {
			task.await(PATIENCE);
		}
		assertThat(this.order).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
	}

	@Test
	void slotIsHeldUntilTheThreadEndsNotTheRecord() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		session().spawn(BackgroundTaskRegistration.ofKind("single").id("t1").build(), (context) -> {
			running.countDown();
			return blocking().run(context);
		});
		await(running);
		BackgroundTaskHandle<@Nullable Void> next = session().spawn(SINGLE, noting("next"));
		host().cancelManaged("s1", "t1");
		assertThat(next.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(host().statistics().unresponsive()).isEqualTo(1);
		assertThat(host().unresponsive(10)).singleElement().satisfies((task) -> assertThat(task.id()).isEqualTo("t1"));
		this.release.countDown();
		assertThat(next.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void slotIsLentOutWhileTheBodyWaits() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> first = session()
			.spawn(BackgroundTaskRegistration.ofKind("single").id("t1").build(), (context) -> {
				running.countDown();
				return blocking().run(context);
			});
		await(running);
		BackgroundTaskHandle<@Nullable Void> second = session().spawn(SINGLE, noting("second"));
		host().markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		second.await(PATIENCE);
		host().markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		BackgroundTaskHandle<@Nullable Void> third = session().spawn(SINGLE, noting("third"));
		assertThat(third.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		this.release.countDown();
		first.await(PATIENCE);
		third.await(PATIENCE);
		assertThat(this.order).containsExactly("second", "third");
	}

	@Test
	void parentThatWaitsForAChildOfItsOwnKindDoesNotBlockIt() throws Exception {
		BackgroundTaskHandle<@Nullable Void> parent = session().spawn(SINGLE, (context) -> {
			context.spawnChild(SINGLE, (child) -> {
				child.spawnChild(SINGLE, noting("grandchild")).await(PATIENCE);
				this.order.add("child");
				return null;
			}).await(PATIENCE);
			this.order.add("parent");
			return null;
		});
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.order).containsExactly("grandchild", "child", "parent");
	}

	@Test
	void refusedSpawnGivesItsSlotBack() throws Exception {
		session().spawn(named("taken"), blocking());
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(
				() -> session().spawn(BackgroundTaskRegistration.ofKind("single").id("taken").build(), noting("x")));
		assertThat(session().spawn(SINGLE, noting("y")).await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void queuedTaskThatIsCancelledLeavesTheQueue() throws Exception {
		session().spawn(SINGLE, blocking());
		BackgroundTaskHandle<@Nullable Void> queued = session().spawn(SINGLE, noting("queued"));
		BackgroundTaskHandle<@Nullable Void> next = session().spawn(SINGLE, noting("next"));
		queued.cancel(null);
		this.release.countDown();
		next.await(PATIENCE);
		assertThat(this.order).containsExactly("next");
	}

}
