package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Delays of the first start of bodies. */
abstract class StartDelaysContract extends AbstractHostContract {

	/** Differs from all other durations of the tests. */
	private static final Duration FIRST = Duration.ofSeconds(101);

	private final AtomicInteger runs = new AtomicInteger();

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1)));
	}

	private BackgroundTask<Integer> counting() {
		return (context) -> this.runs.incrementAndGet();
	}

	@Test
	void firstStartCanBeDelayed() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", builder("t1").startAfter(FIRST).build(),
				counting());
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(task.record().nextAttemptAt()).isEqualTo(this.clock.instant().plus(FIRST));
		assertThat(task.record().status()).startsWith("Starts at ");
		assertThat(task.record().startedAt()).isNull();
		this.timer.advance(FIRST.minusNanos(1));
		assertThat(this.runs).hasValue(0);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(task.await(PATIENCE).startedAt()).isEqualTo(this.clock.instant());
		assertThat(task.record().status()).isNull();
	}

	@Test
	void delayedStartWaitsForASlotAfterItsDelay() throws Exception {
		BackgroundTaskRegistration.Builder single = BackgroundTaskRegistration.ofKind("single");
		BackgroundTaskHandle<Integer> delayed = this.host.spawnManaged("s1", single.id("t1").startAfter(FIRST).build(),
				counting());
		CountDownLatch running = new CountDownLatch(1);
		this.host.spawnManaged("s1", BackgroundTaskRegistration.ofKind("single").id("t2").build(), (context) -> {
			running.countDown();
			this.release.await();
			return "";
		});
		await(running);
		this.timer.advance(FIRST);
		assertThat(delayed.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		this.release.countDown();
		assertThat(delayed.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void cancelEndsADelayedStart() {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", builder("t1").startAfter(FIRST).build(),
				counting());
		assertThat(task.cancel(null).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.timer.isScheduled(FIRST)).isFalse();
		assertThat(task.record().nextAttemptAt()).isNull();
		assertThat(task.record().status()).isNull();
	}

	@Test
	void startDelayIsRejectedWithoutABody() {
		BackgroundTaskRegistration delayed = builder("t1").startAfter(FIRST).build();
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.register("s1", delayed))
			.withMessageContainingAll("'other'", "startAfter");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.registerExternal("s1", delayed, null));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.register("s1", builder("t1").startAt(this.clock.instant()).build()))
			.withMessageContainingAll("'other'", "startAt");
		assertThat(this.host.getManaged("s1", "t1")).isEmpty();
	}

	@Test
	void firstStartCanBeAtATime() throws Exception {
		Instant start = this.clock.instant().plus(FIRST);
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", builder("t1").startAt(start).build(),
				counting());
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(task.record().nextAttemptAt()).isEqualTo(start);
		assertThat(task.record().status()).startsWith("Starts at ");
		this.timer.advance(FIRST.minusNanos(1));
		assertThat(this.runs).hasValue(0);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(task.await(PATIENCE).startedAt()).isEqualTo(start);
		assertThat(task.record().nextAttemptAt()).isNull();
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 3600 })
	void timeThatHasPassedStartsAtOnce(long seconds) throws Exception {
		BackgroundTaskRegistration past = builder("t1").startAt(this.clock.instant().minusSeconds(seconds)).build();
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", past, waiting());
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(task.record().nextAttemptAt()).isNull();
		assertThat(task.record().status()).isNull();
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z" })
	void timesAreNotBounded(String time) {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1",
				builder("t1").startAt(Instant.parse(time)).build(), counting());
		assertThat(task.record().nextAttemptAt() != null).isEqualTo(time.startsWith("+"));
	}

	@Test
	void delayAndTimeExcludeEachOther() {
		BackgroundTaskRegistration.Builder both = builder("t1").startAfter(FIRST).startAt(this.clock.instant());
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(both::build)
			.withMessageContainingAll("startAfter", "startAt");
	}

	@Test
	void cancelEndsTheWaitForATime() {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1",
				builder("t1").startAt(this.clock.instant().plus(FIRST)).build(), counting());
		assertThat(task.cancel(null).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.timer.isScheduled(FIRST)).isFalse();
	}

	@Test
	void nextAttemptWaitsForItsBackoffOnly() throws Exception {
		Duration backoff = Duration.ofSeconds(43);
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1",
				builder("t1").startAt(this.clock.instant().plus(FIRST))
					.retry(TaskRetryPolicy.ofMaxAttempts(2).withBackoff(backoff, 1, backoff).withJitter(0))
					.build(),
				(context) -> {
					if (this.runs.incrementAndGet() == 1) {
						throw new IllegalStateException("once");
					}
					return 2;
				});
		this.timer.advance(FIRST);
		this.timer.awaitScheduled(backoff);
		this.clock.advance(Duration.ofHours(2));
		assertThat(this.runs).hasValue(1);
		this.timer.advance(backoff);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void updateBeforeTheStartIsKept() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", builder("t1").startAfter(FIRST).build(),
				counting());
		this.host.update("t1", BackgroundTaskUpdate.ofProgress("first in the queue"));
		this.timer.advance(FIRST);
		assertThat(task.await(PATIENCE).status()).isEqualTo("first in the queue");
	}

}
