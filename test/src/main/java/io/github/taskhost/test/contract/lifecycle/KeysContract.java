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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Idempotency keys that say until when they are held. */
abstract class KeysContract extends AbstractKindContract {

	private static final int SUBMITTERS = 32;

	private BackgroundTaskRecord register(String session, String id, IdempotencyPolicy policy) {
		return this.host.register(session, builder(id).idempotencyKey("k", policy).build());
	}

	private void end(String session, String id, BackgroundTaskState state) {
		this.host.markTerminal(session, id, state);
		assertThat(record(session, id).state()).isEqualTo(state);
	}

	@ParameterizedTest
	@EnumSource(IdempotencyPolicy.class)
	void liveTaskHoldsItsKey(IdempotencyPolicy policy) {
		BackgroundTaskRecord holder = register("s1", "t1", policy);
		assertThat(holder.idempotencyPolicy()).isEqualTo(policy);
		assertThat(register("s1", "t2", policy).uid()).isEqualTo(holder.uid());
		this.host.requestCancel("t1", null);
		assertThat(register("s1", "t2", policy).uid()).isEqualTo(holder.uid());
		assertThat(this.host.statistics().live()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "WHILE_LIVE, COMPLETED, false", "WHILE_LIVE, FAILED, false", "WHILE_LIVE, CANCELLED, false",
			"UNTIL_SUCCESS, COMPLETED, true", "UNTIL_SUCCESS, FAILED, false", "UNTIL_SUCCESS, CANCELLED, false",
			"RETAINED, COMPLETED, true", "RETAINED, FAILED, true", "RETAINED, CANCELLED, true" })
	void policySaysWhetherAnEndedTaskHoldsItsKey(IdempotencyPolicy policy, BackgroundTaskState end, boolean held) {
		BackgroundTaskRecord first = register("s1", "t1", policy);
		end("s1", "t1", end);
		BackgroundTaskRecord second = register("s1", "t2", policy);
		assertThat(second.uid().equals(first.uid())).isEqualTo(held);
		assertThat(register("s1", "t3", policy).uid()).isEqualTo(second.uid());
		assertThat(this.host.find(first.uid())).map(BackgroundTaskRecord::state).hasValue(end);
	}

	@Test
	void policyOfTheHolderDecides() {
		BackgroundTaskRecord holder = register("s1", "t1", IdempotencyPolicy.RETAINED);
		end("s1", "t1", BackgroundTaskState.FAILED);
		assertThat(register("s1", "t2", IdempotencyPolicy.WHILE_LIVE).uid()).isEqualTo(holder.uid());
	}

	@Test
	void keyThatIsHeldIsForTheSameWorkAndAFreeKeyForAny() {
		BackgroundTaskRegistration other = builder("t2").input(new JsonPayload("2"))
			.idempotencyKey("k", IdempotencyPolicy.UNTIL_SUCCESS)
			.build();
		register("s1", "t1", IdempotencyPolicy.UNTIL_SUCCESS);
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> this.host.register("s1", other));
		end("s1", "t1", BackgroundTaskState.FAILED);
		assertThat(this.host.register("s1", other).id()).isEqualTo("t2");
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> register("s1", "t1", IdempotencyPolicy.UNTIL_SUCCESS));
	}

	@Test
	void taskThatTakesAFreeKeyMayTakeTheIdToo() {
		register("s1", "t1", IdempotencyPolicy.UNTIL_SUCCESS);
		end("s1", "t1", BackgroundTaskState.FAILED);
		BackgroundTaskRecord second = register("s1", "t1", IdempotencyPolicy.UNTIL_SUCCESS);
		assertThat(second.state()).isEqualTo(BackgroundTaskState.PENDING);
		end("s1", "t1", BackgroundTaskState.COMPLETED);
		assertThat(register("s1", "t1", IdempotencyPolicy.UNTIL_SUCCESS).uid()).isEqualTo(second.uid());
	}

	@Test
	void refusedTaskLeavesAFreeKeyFree() {
		register("s1", "t1", IdempotencyPolicy.WHILE_LIVE);
		end("s1", "t1", BackgroundTaskState.COMPLETED);
		this.host.register("s1", named("t2"));
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> register("s1", "t2", IdempotencyPolicy.WHILE_LIVE));
		assertThat(register("s1", "t3", IdempotencyPolicy.WHILE_LIVE).id()).isEqualTo("t3");
	}

	@Test
	void transferTakesAFreeKeyOfTheTarget() {
		register("s2", "t1", IdempotencyPolicy.WHILE_LIVE);
		end("s2", "t1", BackgroundTaskState.COMPLETED);
		BackgroundTaskRecord moved = register("s1", "t2", IdempotencyPolicy.WHILE_LIVE);
		this.host.transfer("t2", "s2");
		assertThat(register("s2", "t3", IdempotencyPolicy.WHILE_LIVE).uid()).isEqualTo(moved.uid());
		assertThat(register("s1", "t3", IdempotencyPolicy.WHILE_LIVE).id()).isEqualTo("t3");
	}

	@Test
	void taskThatLeftItsKeyMovesToASessionWhereTheKeyIsHeld() {
		BackgroundTaskRecord holder = register("s2", "t1", IdempotencyPolicy.UNTIL_SUCCESS);
		register("s1", "t2", IdempotencyPolicy.UNTIL_SUCCESS);
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> this.host.transfer("t2", "s2"));
		end("s1", "t2", BackgroundTaskState.FAILED);
		assertThat(this.host.transfer("t2", "s2").sessionId()).isEqualTo("s2");
		assertThat(register("s2", "t3", IdempotencyPolicy.UNTIL_SUCCESS).uid()).isEqualTo(holder.uid());
	}

	@Test
	void transferThatIsRefusedLeavesTheKeysAsTheyWere() {
		BackgroundTaskRecord kept = register("s1", "t1", IdempotencyPolicy.WHILE_LIVE);
		register("s2", "t2", IdempotencyPolicy.WHILE_LIVE);
		end("s2", "t2", BackgroundTaskState.COMPLETED);
		this.host.register("s2", named("t1"));
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> this.host.transferManaged("s1", "s2", List.of("t1")));
		assertThat(register("s1", "t4", IdempotencyPolicy.WHILE_LIVE).uid()).isEqualTo(kept.uid());
		assertThat(register("s2", "t3", IdempotencyPolicy.WHILE_LIVE).id()).isEqualTo("t3");
	}

	@Test
	void removalOfTheRecordFreesTheKey() {
		BackgroundTaskRecord first = register("s1", "t1", IdempotencyPolicy.UNTIL_SUCCESS);
		this.host.unregisterExternal("s1", "t1");
		assertThat(register("s1", "t1", IdempotencyPolicy.UNTIL_SUCCESS).uid()).isNotEqualTo(first.uid());
	}

	@Test
	void requestForWorkHasAKeyInOneStatement() {
		BackgroundTaskHandle<?> first = this.host.session("s1")
			.submit(TaskRequest.of("remote").idempotencyKey("order-4711", IdempotencyPolicy.UNTIL_SUCCESS));
		BackgroundTaskHandle<?> again = this.host.session("s1")
			.submit(TaskRequest.of("remote").idempotencyKey("order-4711", IdempotencyPolicy.UNTIL_SUCCESS));
		assertThat(again.uid()).isEqualTo(first.uid());
		this.host.complete(first.id(), BackgroundTaskCompletion.failed("no route"));
		assertThat(this.host.session("s1")
			.submit(TaskRequest.of("remote").idempotencyKey("order-4711", IdempotencyPolicy.UNTIL_SUCCESS))
			.uid()).isNotEqualTo(first.uid());
	}

	@RepeatedTest(20)
	void manySubmittersAfterAFailureStartOneTask() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		BackgroundTaskRegistration once = BackgroundTaskRegistration.ofKind("other")
			.idempotencyKey("k", IdempotencyPolicy.UNTIL_SUCCESS)
			.build();
		BackgroundTaskHandle<?> failed = this.host.session("s1").run(once, (context) -> {
			throw new IllegalStateException("no route");
		});
		failed.await(PATIENCE);
		Set<UUID> uids = ConcurrentHashMap.newKeySet();
		race(() -> uids.add(this.host.spawnManaged("s1", once, (context) -> {
			runs.incrementAndGet();
			this.release.await();
			return "done";
		}).uid()));
		assertThat(uids).hasSize(1).doesNotContain(failed.uid());
		this.release.countDown();
		assertThat(this.host.session("s1").run(once, (context) -> runs.incrementAndGet()).await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(runs).hasValue(1);
	}

	@RepeatedTest(20)
	void submittersThatRaceWithTheFailureGetTheHolderOrOneNewTask() throws Exception {
		BackgroundTaskRecord first = register("s1", "t1", IdempotencyPolicy.UNTIL_SUCCESS);
		BackgroundTaskRegistration once = BackgroundTaskRegistration.ofKind("other")
			.idempotencyKey("k", IdempotencyPolicy.UNTIL_SUCCESS)
			.build();
		AtomicInteger turn = new AtomicInteger();
		Set<UUID> uids = ConcurrentHashMap.newKeySet();
		race(() -> {
			if (turn.incrementAndGet() == SUBMITTERS / 2) {
				this.host.markTerminal("s1", "t1", BackgroundTaskState.FAILED);
			}
			uids.add(this.host.register("s1", once).uid());
		});
		uids.remove(first.uid());
		assertThat(uids).hasSize(1);
		assertThat(this.host.statistics().live()).isEqualTo(1);
	}

	/** Runs an action on many threads at the same time. */
	private static void race(Runnable action) throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> racers = new ArrayList<>();
			for (int i = 0; i < SUBMITTERS; i++) {
				racers.add(threads.submit(() -> {
					go.await();
					action.run();
					return true;
				}));
			}
			go.countDown();
			for (Future<?> racer : racers) {
				racer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
		}
	}

}
