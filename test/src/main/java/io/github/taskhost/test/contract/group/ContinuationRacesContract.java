package io.github.taskhost.test.contract.group;

import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ends, starts and cancellations at the same time. */
abstract class ContinuationRacesContract extends AbstractContinuationsContract {

	private static final int ROUNDS = Integer.getInteger("taskhost.races.rounds", 100);

	private static <T> T together(Callable<T> one, Callable<?> other) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(2);
		FutureTask<Object> elsewhere = new FutureTask<>(() -> {
			barrier.await();
			return other.call();
		});
		Thread.ofVirtual().start(elsewhere);
		barrier.await();
		T result = one.call();
		elsewhere.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		return result;
	}

	@Test
	void endMayComeWhileASuccessorIsRegistered() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			String id = "a" + round;
			String next = "b" + round;
			external(id);
			BackgroundTaskHandle<@Nullable Object> task = together(() -> submit(task(next, id)), () -> {
				complete(id);
				return null;
			});
			assertCompletes(task);
		}
		assertThat(this.runs).hasSize(ROUNDS);
	}

	@Test
	void endsOfAllPredecessorsMayComeAtOnce() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			String one = "a" + round;
			String other = "b" + round;
			external(one);
			external(other);
			BackgroundTaskHandle<@Nullable Object> task = submit(task("c" + round, one, other));
			together(() -> {
				complete(one);
				return "";
			}, () -> {
				complete(other);
				return "";
			});
			assertCompletes(task);
		}
		assertThat(this.runs).hasSize(ROUNDS);
	}

	@Test
	void cancelMayComeWithTheStart() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			String id = "a" + round;
			external(id);
			BackgroundTaskHandle<@Nullable Object> task = submit(TaskRequest.of(step("b" + round).after(id).build()));
			together(() -> {
				complete(id);
				return "";
			}, () -> task.cancel(null));
			BackgroundTaskRecord end = task.await(PATIENCE);
			assertThat(end.state()).isIn(BackgroundTaskState.COMPLETED, BackgroundTaskState.CANCELLED);
			assertThat(end.held()).isFalse();
			if (end.startedAt() == null) {
				assertThat(this.runs).doesNotContain(end.id());
			}
		}
		assertThat(this.host.statistics().live()).isZero();
	}

}
