package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
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
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.junit.jupiter.api.Test;

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
		assertThat(this.host.getManaged("s1", "t1")).isEmpty();
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
