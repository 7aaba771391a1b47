package io.github.taskhost.test.contract.body;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies that return futures: their work has not ended. */
abstract class ReturnedFuturesContract extends AbstractHostContract {

	private final CompletableFuture<String> future = new CompletableFuture<>();

	private final CountDownLatch returned = new CountDownLatch(1);

	private BackgroundTaskHandle<Future<String>> spawn() throws InterruptedException {
		BackgroundTaskHandle<Future<String>> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			this.returned.countDown();
			return this.future;
		});
		await(this.returned);
		return task;
	}

	@Test
	void taskEndsWithItsFuture() throws Exception {
		BackgroundTaskHandle<Future<String>> task = spawn();
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.future.complete("done");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isSameAs(this.future);
	}

	@Test
	void failureOfTheFutureIsThatOfTheTask() throws Exception {
		BackgroundTaskHandle<Future<String>> task = spawn();
		IllegalStateException thrown = new IllegalStateException("no");
		this.future.completeExceptionally(thrown);
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).extracting(TaskFailure::kind, TaskFailure::message)
			.containsExactly(FailureKind.EXCEPTION, "no");
		assertThat(task.failure()).containsSame(thrown);
	}

	@Test
	void errorOfTheFutureIsThatOfTheTask() throws Exception {
		BackgroundTaskHandle<Future<String>> task = spawn();
		this.future.completeExceptionally(new StackOverflowError());
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(task.failure()).get().isInstanceOf(StackOverflowError.class);
	}

	@Test
	void stageThatIsNoFutureIsAwaited() throws Exception {
		CompletionStage<String> stage = this.future.minimalCompletionStage();
		BackgroundTaskHandle<CompletionStage<String>> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			this.returned.countDown();
			return stage;
		});
		await(this.returned);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.future.complete("done");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result() == stage).isTrue();
	}

	@Test
	void cancelRequestCancelsTheFuture() throws Exception {
		BackgroundTaskHandle<Future<String>> task = spawn();
		task.cancel("enough");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.future).isCancelled();
	}

	@Test
	void cancelNowCancelsTheFuture() throws Exception {
		BackgroundTaskHandle<Future<String>> task = spawn();
		this.host.cancelManaged("s1", "t1");
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		this.host.awaitIdle(PATIENCE);
		assertThat(this.future).isCancelled();
	}

	@Test
	void failedFutureIsRetried() throws Exception {
		CompletableFuture<String> second = new CompletableFuture<>();
		second.complete("done");
		BackgroundTaskHandle<Future<String>> task = this.host.spawnManaged("s1",
				builder("t1").retry(TaskRetryPolicy.ofMaxAttempts(2).withJitter(0)).build(), (context) -> {
					this.returned.countDown();
					return (context.record().attempt() == 1) ? this.future : second;
				});
		await(this.returned);
		this.future.completeExceptionally(new IllegalStateException("no"));
		this.timer.awaitScheduled(task.record().retry().initialDelay());
		this.timer.advance(task.record().retry().initialDelay());
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

}
