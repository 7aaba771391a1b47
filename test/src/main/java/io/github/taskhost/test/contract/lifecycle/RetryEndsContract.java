package io.github.taskhost.test.contract.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The ends of tasks with retries: cancel, timeout, stop and reported failures. */
abstract class RetryEndsContract extends AbstractRetriesContract {

	@Test
	void cancelBetweenAttemptsEndsTheTaskAtOnce() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(9));
		this.timer.awaitScheduled(FIRST);
		assertThat(task.cancel("enough").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		this.timer.advance(FIRST);
		assertThat(this.runs).hasValue(1);
		assertThat(this.host.statistics().live()).isZero();
		assertThat(task.record().nextAttemptAt()).isNull();
		assertThat(task.record().status()).isNull();
	}

	@Test
	void cancelledTaskIsNotRetried() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", retried("t1"), (context) -> {
			running.countDown();
			this.release.await();
			throw new IOException("the line is dead");
		});
		await(running);
		task.cancel(null);
		this.release.countDown();
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.attempt()).isOne();
	}

	@Test
	void timeoutAppliesToEachAttemptAndEndsTheTask() throws Exception {
		Duration timeout = Duration.ofSeconds(500);
		BackgroundTaskHandle<@Nullable Object> task = this.host.spawnManaged("s1",
				builder("t1").retry(POLICY).timeout(timeout).build(), (context) -> {
					if (this.runs.incrementAndGet() == 1) {
						throw new IOException("the line is dead");
					}
					this.release.await();
					return null;
				});
		this.timer.awaitScheduled(FIRST);
		this.timer.advance(FIRST);
		this.timer.awaitScheduled(timeout);
		this.timer.advance(timeout.minusSeconds(1));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(Duration.ofSeconds(1));
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.failure()).isNotNull().extracting("kind").isEqualTo(FailureKind.TIMEOUT);
		assertThat(end.attempt()).isEqualTo(2);
	}

	@Test
	void stopOfTheHostEndsTasksThatWaitForARetry() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(1));
		this.timer.awaitScheduled(FIRST);
		factory().stop(this.host);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void reportedWorkIsNotRetried() {
		this.host.registerExternal("s1", retried("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		assertThat(reporter.fail(TaskFailure.of(new IOException("dead"))).state())
			.isEqualTo(BackgroundTaskState.FAILED);
	}

	/**
	 * A retry would begin after the thread of the first attempt ends, so wait for idle.
	 */
	@Test
	void failureReportedDuringTheBodyIsFinal() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", retried("t1"), (context) -> {
			context.fail(new TaskFailure(FailureKind.REPORTED, null, "meant"));
			return stubborn(interrupted).run(context);
		});
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(task.record().attempt()).isEqualTo(1);
		assertThat(task.record().failure()).isNotNull().extracting("kind").isEqualTo(FailureKind.REPORTED);
		this.release.countDown();
		this.host.awaitIdle(PATIENCE);
	}

	@Test
	void failureReportedByACallerInterruptsTheBody() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", retried("t1"), (context) -> {
			running.countDown();
			return stubborn(interrupted).run(context);
		});
		await(running);
		this.host.reporter("s1", "t1").fail(new TaskFailure(FailureKind.REPORTED, null, "meant"));
		await(interrupted);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(this.host.statistics().unresponsive()).isEqualTo(1);
	}

	@Test
	void handleHasNoExceptionOfAnEarlierAttempt() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(1));
		this.timer.awaitScheduled(FIRST);
		assertThat(task.failure()).isEmpty();
		this.timer.advance(FIRST);
		task.await(PATIENCE);
		assertThat(task.failure()).isEmpty();
		assertThat(this.host.inspect(task.uid()).orElseThrow().failureStackTrace()).isNull();
	}

	@Test
	void timeoutEndHasNoExceptionOfAnEarlierAttempt() throws Exception {
		CountDownLatch second = new CountDownLatch(1);
		Duration timeout = Duration.ofSeconds(29);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1",
				retried("t1").toBuilder().timeout(timeout).build(), (context) -> {
					if (context.record().attempt() == 1) {
						throw new IOException("the line is dead");
					}
					second.countDown();
					return stubborn(second).run(context);
				});
		next(FIRST);
		await(second);
		this.timer.advance(timeout);
		assertThat(task.await(PATIENCE).failure()).isNotNull().extracting("kind").isEqualTo(FailureKind.TIMEOUT);
		assertThat(task.failure()).isEmpty();
		assertThat(this.host.inspect(task.uid()).orElseThrow().failureStackTrace()).isNull();
	}

}
