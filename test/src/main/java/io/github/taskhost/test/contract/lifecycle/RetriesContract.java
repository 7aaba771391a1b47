package io.github.taskhost.test.contract.lifecycle;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Retries of bodies. */
abstract class RetriesContract extends AbstractRetriesContract {

	@Test
	void failedAttemptIsRetriedAfterItsBackOff() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(1));
		this.timer.awaitScheduled(FIRST);
		BackgroundTaskRecord waiting = task.record();
		assertThat(waiting.state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(waiting.attempt()).isEqualTo(2);
		Instant next = this.clock.instant().plus(FIRST);
		assertThat(waiting.nextAttemptAt()).isEqualTo(next);
		assertThat(waiting.status()).contains("Attempt 2 of 3", next.toString(), "IOException")
			.doesNotContain("the line is dead");
		assertThat(waiting.workerId()).isNull();
		this.timer.advance(FIRST.minusNanos(1));
		assertThat(this.runs).hasValue(1);
		this.timer.advance(Duration.ofNanos(1));
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.attempt()).isEqualTo(2);
		assertThat(end.nextAttemptAt()).isNull();
		assertThat(end.status()).isNull();
		assertThat(end.failure()).isNull();
		assertThat(task.result()).isEqualTo(2);
		assertThat(task.failure()).isEmpty();
	}

	@Test
	void backOffGrows() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(2));
		next(FIRST);
		next(SECOND);
		assertThat(task.await(PATIENCE).attempt()).isEqualTo(3);
	}

	@Test
	void backOffIsBounded() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1",
				builder("t1").retry(POLICY.withMaxAttempts(4)).build(), failing(3));
		next(FIRST);
		next(SECOND);
		next(Duration.ofSeconds(350));
		assertThat(task.await(PATIENCE).attempt()).isEqualTo(4);
	}

	@Test
	void backOffHasJitter() throws Exception {
		TaskRetryPolicy policy = POLICY.withJitter(0.5);
		for (int i = 0; i < 20; i++) {
			this.host.spawnManaged("s1", builder("t" + i).retry(policy).build(), failing(100));
		}
		this.events.awaitCount(BackgroundTaskEvent.StateChanged.class, 20);
		List<Duration> waits = this.host.listManaged("s1")
			.stream()
			.map((task) -> Duration.between(this.clock.instant(), task.nextAttemptAt()))
			.toList();
		assertThat(waits).allSatisfy((wait) -> assertThat(wait).isBetween(FIRST.dividedBy(2), FIRST.multipliedBy(2)));
		assertThat(waits.stream().distinct()).hasSizeGreaterThan(5);
	}

	@Test
	void lastFailureSaysThatRetriesAreExhausted() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(9));
		next(FIRST);
		next(SECOND);
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailureKind.RETRIES_EXHAUSTED);
			assertThat(failure.type()).isEqualTo(IOException.class.getName());
			assertThat(failure.message()).isEqualTo("the line is dead");
		});
		assertThat(task.failure()).containsInstanceOf(IOException.class);
		assertThat(this.runs).hasValue(3);
	}

	@Test
	void failuresOfEarlierAttemptsAreKeptUpToTheLimit() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1",
				builder("t1").retry(POLICY.withMaxAttempts(4)).build(), failing(3));
		next(FIRST);
		next(SECOND);
		next(Duration.ofSeconds(350));
		List<TaskAttempt> attempts = task.await(PATIENCE).earlierAttempts();
		assertThat(attempts).extracting(TaskAttempt::number).containsExactly(2, 3);
		assertThat(attempts).allSatisfy((attempt) -> {
			assertThat(attempt.failure()).isNotNull()
				.satisfies((failure) -> assertThat(failure.message()).isEqualTo("the line is dead"));
			assertThat(attempt.workerId()).isNotNull();
			assertThat(attempt.startedAt()).isEqualTo(attempt.endedAt());
		});
		assertThat(Duration.between(attempts.get(0).endedAt(), attempts.get(1).endedAt())).isEqualTo(SECOND);
	}

	@Test
	void eventsOfAFailedAttempt() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(1));
		next(FIRST);
		task.await(PATIENCE);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "StateChanged", "StateChanged", "Completed");
	}

	@Test
	void onlyNamedExceptionsAreRetried() throws Exception {
		TaskRetryPolicy policy = POLICY.withRetryOn(IOException.class).withNotOn(FileNotFoundException.class);
		BackgroundTaskRegistration.Builder task = builder("t1").retry(policy);
		assertThat(this.host.spawnManaged("s1", task.build(), failing(9, new IllegalStateException("no")))
			.await(PATIENCE)
			.failure()).isNotNull().extracting("kind").isEqualTo(FailureKind.EXCEPTION);
		assertThat(this.host.spawnManaged("s1", task.build(), failing(9, new FileNotFoundException("no")))
			.await(PATIENCE)
			.attempt()).isOne();
		this.host.spawnManaged("s1", task.build(), failing(9, new SocketException("reset")));
		this.timer.awaitScheduled(FIRST);
	}

	@Test
	void errorsAreRetriedOnlyWhenNamed() throws Exception {
		BackgroundTask<@Nullable Void> overflowing = (context) -> {
			throw new StackOverflowError();
		};
		assertThat(this.host.spawnManaged("s1", retried("t1"), overflowing).await(PATIENCE).attempt()).isOne();
		this.host.spawnManaged("s1", builder("t2").retry(POLICY.withRetryOn(Throwable.class)).build(), overflowing);
		this.timer.awaitScheduled(FIRST);
	}

	@Test
	void taskWithoutARetryPolicyHasOneAttempt() throws Exception {
		assertThat(this.host.spawnManaged("s1", named("t1"), failing(9)).await(PATIENCE).failure()).isNotNull()
			.extracting("kind")
			.isEqualTo(FailureKind.EXCEPTION);
	}

	@Test
	void taskOverridesTheAttemptsOfTheKind() throws Exception {
		BackgroundTaskRegistration.Builder task = BackgroundTaskRegistration.ofKind("stubborn").id("t1");
		BackgroundTaskHandle<Integer> two = this.host.spawnManaged("s1", task.build(), failing(9));
		next(FIRST);
		assertThat(two.await(PATIENCE).maxAttempts()).isEqualTo(2);
		BackgroundTaskHandle<Integer> three = this.host.spawnManaged("s1", task.maxAttempts(3).build(), failing(9));
		next(FIRST);
		next(SECOND);
		assertThat(three.await(PATIENCE).attempt()).isEqualTo(3);
	}

	@Test
	void slotIsFreeBetweenAttempts() throws Exception {
		BackgroundTaskRegistration.Builder single = BackgroundTaskRegistration.ofKind("single");
		BackgroundTaskHandle<Integer> first = this.host.spawnManaged("s1", single.id("t1").retry(POLICY).build(),
				failing(1));
		this.timer.awaitScheduled(FIRST);
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> second = this.host.spawnManaged("s1", single.id("t2").build(),
				(context) -> {
					running.countDown();
					this.release.await();
					return null;
				});
		await(running);
		this.timer.advance(FIRST);
		this.events.awaitCount(BackgroundTaskEvent.StateChanged.class, 1);
		assertThat(first.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		this.release.countDown();
		assertThat(second.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(first.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void reporterOfAnEarlierAttemptIsRejected() throws Exception {
		AtomicReference<TaskReporter> old = new AtomicReference<>();
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", retried("t1"), (context) -> {
			if (this.runs.incrementAndGet() == 1) {
				old.set(context);
				throw new IOException("the line is dead");
			}
			return null;
		});
		next(FIRST);
		task.await(PATIENCE);
		assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> old.get().status("late"));
	}

	@Test
	void messagesAndAnswersAreKeptForTheNextAttempt() throws Exception {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", retried("t1"), (context) -> {
			String answer = context.requestInput(InputRequest.of("go-on", "Go on?")).value().text();
			if (this.runs.incrementAndGet() == 1) {
				throw new IOException("the line is dead");
			}
			return answer + context.receive(Duration.ofDays(1)).orElseThrow().text();
		});
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		task.answer("go-on", new JsonPayload("true"));
		this.timer.awaitScheduled(FIRST);
		task.send(", and faster");
		this.timer.advance(FIRST);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("true, and faster");
		assertThat(this.events.of("t1")).containsOnlyOnce("InputRequested");
	}

	@Test
	void waitingAttemptIsTransferredWithItsTask() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(1));
		this.timer.awaitScheduled(FIRST);
		this.host.transferManaged("s1", "s2", List.of("t1"));
		this.timer.advance(FIRST);
		assertThat(task.await(PATIENCE).sessionId()).isEqualTo("s2");
	}

}
