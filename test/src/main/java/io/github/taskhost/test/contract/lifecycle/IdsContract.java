package io.github.taskhost.test.contract.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Ids, incarnations and idempotency keys. */
abstract class IdsContract extends AbstractHostContract {

	@Test
	void idOfALiveTaskIsRejected() {
		this.host.registerExternal("s1", named("t1"), null);
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> this.host.register("s1", named("t1")))
			.withMessageContaining("t1");
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> this.host.spawnManaged("s1", named("t1"), waiting()));
		assertThat(this.host.statistics().live()).isEqualTo(1);
	}

	@Test
	void idOfAnEndedTaskGetsANewIncarnation() {
		BackgroundTaskRecord first = this.host.registerExternal("s1", named("t1"), null);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		BackgroundTaskRecord second = this.host.registerExternal("s1", named("t1"), null);
		assertThat(second.uid()).isNotEqualTo(first.uid());
		assertThat(this.host.listManaged("s1")).containsExactly(second);
		assertThat(this.host.find(first.uid())).map(BackgroundTaskRecord::state)
			.hasValue(BackgroundTaskState.COMPLETED);
	}

	@Test
	void handleOfAUidIsOfThatIncarnationWhereverItMoves() {
		BackgroundTaskRecord first = this.host.registerExternal("s1", named("t1"), null);
		this.host.transferManaged("s1", "s2", List.of("t1"));
		BackgroundTaskRecord second = this.host.registerExternal("s1", named("t1"), null);
		BackgroundTaskHandle<?> handle = this.host.task(first.uid());
		assertThat(handle.cancel("stop").sessionId()).isEqualTo("s2");
		assertThat(handle.id()).isEqualTo("t1");
		assertThat(handle.uid()).isEqualTo(first.uid());
		assertThat(record("s1", "t1")).isEqualTo(second);
		this.host.unregisterExternal("s2", "t1");
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.host.task(first.uid()))
			.withMessageContaining(first.uid().toString())
			.withMessageContaining("Check the uid");
	}

	@Test
	void missingIdIsDerivedFromTheUid() {
		BackgroundTaskRecord task = this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("other").build(),
				null);
		assertThat(task.id()).isEqualTo("task_" + task.uid());
		assertThat(task.uid().version()).isEqualTo(7);
		assertThat(this.host.get(task.id())).hasValue(task);
		assertThat(this.host.getManaged("s1", task.id())).hasValue(task);
		assertThat(this.host.getManaged("s2", task.id())).isEmpty();
	}

	@Test
	void sameIdInTwoSessionsNamesTwoTasks() {
		BackgroundTaskRecord one = this.host.registerExternal("s1", named("t1"), null);
		BackgroundTaskRecord two = this.host.registerExternal("s2", named("t1"), null);
		assertThat(one.uid()).isNotEqualTo(two.uid());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a/b", "ä", "a\nb" })
	void invalidSessionIdIsRejectedWithoutSideEffects(String id) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.register(id, named("t1")))
			.withMessageContaining("session id");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> this.host.session(id));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.spawnHidden(id, "label", () -> {
			}));
		assertThat(this.host.statistics().sessions()).isZero();
	}

	@Test
	void idempotencyKeyReturnsItsTaskEvenAfterItsEnd() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		BackgroundTaskRegistration once = BackgroundTaskRegistration.ofKind("other").idempotencyKey("k").build();
		BackgroundTaskHandle<Integer> first = this.host.spawnManaged("s1", once, (context) -> runs.incrementAndGet());
		first.await(PATIENCE);
		BackgroundTaskHandle<Integer> second = this.host.spawnManaged("s1", once, (context) -> runs.incrementAndGet());
		assertThat(second.uid()).isEqualTo(first.uid());
		assertThat(second.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(runs).hasValue(1);
	}

	@Test
	void idempotencyKeyTakesPrecedenceOverTheId() {
		BackgroundTaskRecord holder = this.host.register("s1", builder("t1").idempotencyKey("k").build());
		assertThat(this.host.register("s1", builder("t1").idempotencyKey("k").build())).isEqualTo(holder);
		assertThat(this.host.register("s1", builder("t2").idempotencyKey("k").build())).isEqualTo(holder);
	}

	@Test
	void idempotencyKeyOfDifferentWorkIsRejected() {
		this.host.register("s1", builder("t1").idempotencyKey("k").input(new JsonPayload("1")).build());
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(
				() -> this.host.register("s1", builder("t2").idempotencyKey("k").input(new JsonPayload("2")).build()))
			.withMessageContaining("'k'");
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> this.host.register("s1",
				BackgroundTaskRegistration.ofKind("monitor").idempotencyKey("k").input(new JsonPayload("1")).build()));
	}

	@Test
	void idempotencyKeyOutlivesTheIdOfItsTask() {
		BackgroundTaskRecord holder = this.host.register("s1", builder("t1").idempotencyKey("k").build());
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		this.host.register("s1", named("t1"));
		assertThat(this.host.register("s1", builder("t9").idempotencyKey("k").build()).uid()).isEqualTo(holder.uid());
	}

	@Test
	void concurrentSpawnsWithOneKeyRunOneBody() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		BackgroundTaskRegistration once = BackgroundTaskRegistration.ofKind("other").idempotencyKey("k").build();
		CountDownLatch go = new CountDownLatch(1);
		Set<UUID> uids = ConcurrentHashMap.newKeySet();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> spawns = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				spawns.add(threads.submit(() -> {
					go.await();
					BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", once,
							(context) -> runs.incrementAndGet());
					task.await(PATIENCE);
					return uids.add(task.uid());
				}));
			}
			go.countDown();
			for (Future<?> spawn : spawns) {
				spawn.get();
			}
		}
		assertThat(uids).hasSize(1);
		assertThat(runs).hasValue(1);
	}

	@Test
	void concurrentRegistrationsWithOneIdCreateOneTask() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		AtomicInteger started = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> registrations = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				registrations.add(threads.submit(() -> {
					go.await();
					try {
						this.host.register("s1", named("t1"));
						return started.incrementAndGet();
					}
					catch (TaskConflictException ex) {
						return refused.incrementAndGet();
					}
				}));
			}
			go.countDown();
			for (Future<?> registration : registrations) {
				registration.get();
			}
		}
		assertThat(started).hasValue(1);
		assertThat(refused).hasValue(49);
		assertThat(this.host.statistics().live()).isEqualTo(1);
	}

	@Test
	void unknownParentAndOwnIdAsParentAreRejected() {
		assertThatExceptionOfType(TaskNotFoundException.class)
			.isThrownBy(() -> this.host.register("s1", builder("t1").parentTaskId("nobody").build()))
			.withMessageContaining("nobody");
		assertThatExceptionOfType(TaskNotFoundException.class)
			.isThrownBy(() -> this.host.register("s1", builder("t1").parentTaskId("t1").build()));
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void onlyTheHandleOfTheSpawnHasTheResultValue() throws Exception {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> "value");
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("value");
		BackgroundTaskHandle<@Nullable Object> other = this.host.task("s1", "t1");
		assertThat(other.record()).isEqualTo(task.record());
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(other::result);
	}

}
