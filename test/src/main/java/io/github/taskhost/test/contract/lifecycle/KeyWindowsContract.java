package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Idempotency keys with a uniqueness window. */
abstract class KeyWindowsContract extends AbstractKindContract {

	private static final Duration WINDOW = Duration.ofHours(1);

	private static final Duration MOMENT = Duration.ofMillis(1);

	private static final int SUBMITTERS = 16;

	private BackgroundTaskRecord register(String session, String id) {
		return this.host.register(session, builder(id).idempotencyKey("k", WINDOW).build());
	}

	private void passWindow() {
		this.clock.advance(WINDOW);
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "PENDING", "COMPLETED", "FAILED", "CANCELLED" })
	void keyIsHeldInItsWindowAndFreeAfterIt(BackgroundTaskState state) {
		BackgroundTaskRecord first = register("s1", "t1");
		assertThat(first.idempotencyWindow()).isEqualTo(WINDOW);
		if (state.isTerminal()) {
			this.host.markTerminal("s1", "t1", state);
		}
		this.clock.advance(WINDOW.minus(MOMENT));
		assertThat(register("s1", "t2").uid()).isEqualTo(first.uid());
		this.clock.advance(MOMENT);
		BackgroundTaskRecord second = register("s1", "t2");
		assertThat(second.id()).isEqualTo("t2");
		assertThat(register("s1", "t3").uid()).isEqualTo(second.uid());
		assertThat(this.host.find(first.uid())).map(BackgroundTaskRecord::state).hasValue(state);
	}

	@Test
	void windowBeginsWithTheTaskThatHoldsTheKey() {
		register("s1", "t1");
		this.clock.advance(WINDOW.plus(WINDOW.dividedBy(2)));
		BackgroundTaskRecord second = register("s1", "t2");
		this.clock.advance(WINDOW.minus(MOMENT));
		assertThat(register("s1", "t3").uid()).isEqualTo(second.uid());
	}

	@Test
	void formerHolderThatIsLiveEndsWithoutTakingTheKeyBack() {
		register("s1", "t1");
		passWindow();
		BackgroundTaskRecord second = register("s1", "t2");
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(register("s1", "t3").uid()).isEqualTo(second.uid());
		this.host.markTerminal("s1", "t2", BackgroundTaskState.FAILED);
		assertThat(register("s1", "t3").uid()).isEqualTo(second.uid());
	}

	@Test
	void keyWithoutAWindowIsNotFreedByAnotherOne() {
		BackgroundTaskRecord holder = this.host.register("s1",
				builder("t1").idempotencyKey("k", IdempotencyPolicy.RETAINED).build());
		passWindow();
		assertThat(register("s1", "t2").uid()).isEqualTo(holder.uid());
	}

	@Test
	void otherWorkIsRefusedInTheWindowAndAcceptedAfterIt() {
		BackgroundTaskRegistration other = builder("t2").input(new JsonPayload("2"))
			.idempotencyKey("k", WINDOW)
			.build();
		register("s1", "t1");
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> this.host.register("s1", other));
		passWindow();
		assertThat(this.host.register("s1", other).id()).isEqualTo("t2");
	}

	@Test
	void taskThatIsRefusedForItsIdLeavesTheKeyFree() {
		register("s1", "t1");
		passWindow();
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> register("s1", "t1"));
		assertThat(register("s1", "t2").id()).isEqualTo("t2");
	}

	@Test
	void transferTakesAKeyWhoseWindowHasPassed() {
		register("s2", "t1");
		passWindow();
		BackgroundTaskRecord moved = register("s1", "t2");
		this.host.transfer("t2", "s2");
		assertThat(register("s2", "t3").uid()).isEqualTo(moved.uid());
	}

	@Test
	void transferIsRefusedInTheWindowOfAnotherTask() {
		register("s2", "t1");
		register("s1", "t2");
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> this.host.transfer("t2", "s2"));
	}

	@Test
	void transferAfterTheWindowLeavesTheKeyBehind() {
		register("s1", "t1");
		passWindow();
		BackgroundTaskRecord holder = register("s2", "t2");
		assertThat(this.host.transfer("t1", "s2").sessionId()).isEqualTo("s2");
		assertThat(register("s2", "t3").uid()).isEqualTo(holder.uid());
		this.host.markTerminal("s2", "t1", BackgroundTaskState.COMPLETED);
		assertThat(register("s2", "t3").uid()).isEqualTo(holder.uid());
	}

	@Test
	void requestHasAWindowInOneStatement() {
		TaskRequest hourly = TaskRequest.of("remote").idempotencyKey("digest:42", WINDOW);
		BackgroundTaskHandle<?> first = this.host.session("s1").submit(hourly);
		assertThat(this.host.session("s1").submit(hourly).uid()).isEqualTo(first.uid());
		assertThat(this.host.session("s2").submit(hourly).uid()).isNotEqualTo(first.uid());
		passWindow();
		assertThat(this.host.session("s1").submit(hourly).uid()).isNotEqualTo(first.uid());
	}

	@Test
	void requestsOfOneCallHaveWindowsToo() {
		TaskRequest hourly = TaskRequest.of("remote").idempotencyKey("k", WINDOW);
		TaskRequest other = TaskRequest.of("remote");
		UUID first = this.host.session("s1").submitAll(List.of(hourly, other)).getFirst().uid();
		assertThat(this.host.session("s1").submitAll(List.of(hourly, other)).getFirst().uid()).isEqualTo(first);
		passWindow();
		UUID second = this.host.session("s1").submitAll(List.of(hourly, other)).getFirst().uid();
		assertThat(second).isNotEqualTo(first);
		assertThat(this.host.session("s1").submitAll(List.of(hourly, other)).getFirst().uid()).isEqualTo(second);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "-PT1S", "P3650DT1S" })
	void windowIsBounded(Duration window) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> builder("t1").idempotencyKey("k", window))
			.withMessageContaining(window.toString());
	}

	@RepeatedTest(10)
	void manySubmittersAfterTheWindowStartOneTask() throws Exception {
		BackgroundTaskRegistration hourly = BackgroundTaskRegistration.ofKind("other")
			.idempotencyKey("k", WINDOW)
			.build();
		UUID first = this.host.register("s1", hourly).uid();
		passWindow();
		Set<UUID> uids = ConcurrentHashMap.newKeySet();
		CountDownLatch go = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<@Nullable Boolean>> racers = new ArrayList<>();
			for (int i = 0; i < SUBMITTERS; i++) {
				racers.add(threads.submit(() -> {
					go.await();
					return uids.add(this.host.register("s1", hourly).uid());
				}));
			}
			go.countDown();
			for (Future<?> racer : racers) {
				racer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
		}
		assertThat(uids).hasSize(1).doesNotContain(first);
		assertThat(this.host.statistics().live()).isEqualTo(2);
	}

}
