package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Tasks that are created in a transaction. */
abstract class TransactionsContract extends AbstractKindContract {

	/** Differs from all other durations of the tests. */
	private static final Duration DELAY = Duration.ofSeconds(127);

	private final AtomicInteger runs = new AtomicInteger();

	/** The open transaction of the test thread, if any. */
	private @Nullable List<Consumer<Boolean>> open;

	private boolean broken;

	@Override
	protected HostParts parts() {
		return super.parts().withTransactions(this::current);
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options()
			.withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1), "eager",
					KindOptions.NONE.withStartAfterCommit(false)))
			.withLimits((limits) -> limits.withLiveTasks(3, 3));
	}

	private TaskTransactions.@Nullable Transaction current() {
		List<Consumer<Boolean>> waiting = this.open;
		if (waiting == null) {
			return null;
		}
		return (outcome) -> {
			if (this.broken) {
				throw new IllegalStateException("this transaction takes nothing any more");
			}
			waiting.add(outcome);
		};
	}

	private void begin() {
		this.open = new ArrayList<>();
	}

	private void end(boolean committed) {
		List<Consumer<Boolean>> waiting = Objects.requireNonNull(this.open);
		this.open = null;
		waiting.forEach((outcome) -> outcome.accept(committed));
	}

	private BackgroundTask<Integer> counting() {
		return (context) -> this.runs.incrementAndGet();
	}

	@Test
	void bodyStartsAfterTheCommit() throws Exception {
		begin();
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", named("t1"), counting());
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(task.record().startedAt()).isNull();
		end(true);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "StateChanged", "Completed");
	}

	@Test
	void waitUntilIdleInTheTransactionSaysThatTheStartWaitsForTheCommit() {
		begin();
		this.host.spawnManaged("s1", named("t1"), counting());
		assertThatExceptionOfType(TaskAwaitTimeoutException.class).isThrownBy(() -> this.host.awaitIdle(Duration.ZERO))
			.withMessageContaining("waits for the commit");
		end(true);
	}

	@Test
	void rollBackRemovesTheTask() throws Exception {
		begin();
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", named("t1"), counting());
		FutureTask<BackgroundTaskRecord> elsewhere = elsewhere(() -> task.await(PATIENCE));
		end(false);
		assertThat(this.host.getManaged("s1", "t1")).isEmpty();
		assertThat(this.host.find(task.uid())).isEmpty();
		assertThat(this.host.statistics().live()).isZero();
		this.events.await(BackgroundTaskEvent.Removed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "Removed");
		assertThat(this.runs).hasValue(0);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> outcomeOf(elsewhere))
			.withCauseInstanceOf(TaskNotFoundException.class);
	}

	@Test
	void rollBackReleasesIdKeyAndCapacity() throws Exception {
		begin();
		for (int i = 0; i < 3; i++) {
			this.host.spawnManaged("s1", builder("t" + i).idempotencyKey("k" + i).build(), counting());
		}
		assertThatExceptionOfType(TaskRejectedException.class)
			.isThrownBy(() -> this.host.spawnManaged("s1", named("t4"), counting()));
		end(false);
		BackgroundTaskHandle<Integer> again = this.host.spawnManaged("s1", builder("t0").idempotencyKey("k1").build(),
				counting());
		assertThat(again.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void submittedWorkStartsAfterTheCommit() throws Exception {
		begin();
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		assertThat(controlCalls()).isZero();
		end(true);
		this.remote.await("t1", Operation.START).awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void rollBackRemovesSubmittedWork() {
		begin();
		this.host.submit("s1", request("t1"));
		end(false);
		assertThat(this.host.getManaged("s1", "t1")).isEmpty();
		assertThat(controlCalls()).isZero();
	}

	@Test
	void taskAndKindMayOptOutOfTheTransaction() throws Exception {
		begin();
		BackgroundTaskHandle<Integer> own = this.host.spawnManaged("s1", builder("t1").startAfterCommit(false).build(),
				counting());
		assertThat(own.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		BackgroundTaskRegistration.Builder eager = BackgroundTaskRegistration.ofKind("eager");
		assertThat(this.host.spawnManaged("s1", eager.id("t2").build(), counting()).await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.host.spawnManaged("s1", eager.id("t3").startAfterCommit(true).build(), counting())
			.record()
			.state()).isEqualTo(BackgroundTaskState.PENDING);
		end(false);
		assertThat(this.host.listManaged("s1")).extracting(BackgroundTaskRecord::id).containsExactly("t1", "t2");
	}

	@Test
	void reportedWorkDoesNotWaitForTheCommit() {
		begin();
		this.host.registerExternal("s1", named("t1"), null);
		this.host.register("s1", named("t2"));
		end(false);
		assertThat(record("s1", "t1").mode()).isEqualTo(TaskMode.EXTERNAL);
		assertThat(record("s1", "t2").mode()).isEqualTo(TaskMode.REGISTERED);
	}

	@Test
	void slotIsNotTakenBeforeTheCommit() throws Exception {
		BackgroundTaskRegistration.Builder single = BackgroundTaskRegistration.ofKind("single");
		begin();
		BackgroundTaskHandle<Integer> first = this.host.spawnManaged("s1", single.id("t1").build(), counting());
		BackgroundTaskHandle<Integer> second = this.host.spawnManaged("s1",
				single.id("t2").startAfterCommit(false).build(), counting());
		assertThat(second.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		end(true);
		assertThat(first.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void startDelayBeginsAfterTheCommit() throws Exception {
		begin();
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", builder("t1").startAfter(DELAY).build(),
				counting());
		this.timer.advance(DELAY.minusSeconds(1));
		assertThat(this.timer.isScheduled(Duration.ofSeconds(1))).isFalse();
		end(true);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void waitForAnotherTaskBeginsAfterTheCommit() throws Exception {
		this.host.registerExternal("s1", named("a"), null);
		begin();
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", builder("b").after("a").build(), counting());
		this.host.complete("a", new BackgroundTaskCompletion(BackgroundTaskState.COMPLETED, null));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		end(true);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void rollBackCancelsATaskOfOthersThatWaits() throws Exception {
		begin();
		this.host.spawnManaged("s1", named("a"), counting());
		BackgroundTaskHandle<Integer> inside = this.host.spawnManaged("s1", builder("b").after("a").build(),
				counting());
		BackgroundTaskHandle<Integer> outside = this.host.spawnManaged("s1",
				builder("c").after("a").startAfterCommit(false).build(), counting());
		end(false);
		assertThat(this.host.find(inside.uid())).isEmpty();
		assertThat(outside.await(PATIENCE).cancelReason()).contains("'a'", "removed");
		assertThat(this.runs).hasValue(0);
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void cancelBeforeTheCommitPreventsTheStart() {
		begin();
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", named("t1"), counting());
		assertThat(task.cancel(null).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		end(true);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.runs).hasValue(0);
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void rollBackRemovesACancelledTask() {
		begin();
		this.host.spawnManaged("s1", named("t1"), counting()).cancel(null);
		end(false);
		assertThat(this.host.getManaged("s1", "t1")).isEmpty();
		assertThat(this.host.statistics().retained()).isZero();
	}

	@Test
	void stopBeforeTheCommitPreventsTheStart() {
		begin();
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", named("t1"), counting());
		factory().stop(this.host);
		end(true);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.runs).hasValue(0);
	}

	@Test
	void movedTaskStartsInItsNewSession() throws Exception {
		begin();
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", named("t1"), counting());
		this.host.transferManaged("s1", "s2", List.of("t1"));
		end(true);
		assertThat(task.await(PATIENCE).sessionId()).isEqualTo("s2");
	}

	@Test
	void awaitInTheSameTransactionIsRejected() throws Exception {
		begin();
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", named("t1"), counting());
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.await(PATIENCE))
			.withMessageContainingAll("'t1'", "commit", "startAfterCommit(false)");
		FutureTask<BackgroundTaskRecord> elsewhere = elsewhere(() -> task.await(PATIENCE));
		end(true);
		assertThat(outcomeOf(elsewhere).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void failedEnlistmentLeavesNoTask() {
		begin();
		this.broken = true;
		assertThatIllegalStateException().isThrownBy(() -> this.host.spawnManaged("s1", named("t1"), counting()));
		assertThat(this.host.getManaged("s1", "t1")).isEmpty();
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void startsKeepTheOrderOfTheSpawns() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		begin();
		BackgroundTaskRegistration.Builder single = BackgroundTaskRegistration.ofKind("single");
		List<BackgroundTaskHandle<Integer>> tasks = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			tasks.add(this.host.spawnManaged("s1", single.id("t" + i).build(), (context) -> {
				first.countDown();
				return this.runs.incrementAndGet();
			}));
		}
		assertThat(first.getCount()).isOne();
		end(true);
		for (int i = 0; i < 3; i++) {
			tasks.get(i).await(PATIENCE);
			assertThat(tasks.get(i).result()).isEqualTo(i + 1);
		}
	}

}
