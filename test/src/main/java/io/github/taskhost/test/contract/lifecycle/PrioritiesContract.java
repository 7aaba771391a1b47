package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Priorities of tasks that wait for a slot of their kind. */
abstract class PrioritiesContract extends AbstractHostContract {

	private final List<String> order = Collections.synchronizedList(new ArrayList<>());

	private final BlockingQueue<String> starts = new LinkedBlockingQueue<>();

	/** A body ends for each permit. */
	private final Semaphore ends = new Semaphore(0);

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withKinds(
				Map.of("single", KindOptions.NONE.withMaxConcurrent(1), "urgent", KindOptions.NONE.withPriority(8)));
	}

	private BackgroundTask<@Nullable Void> stepwise(String name, CountDownLatch started) {
		return (context) -> {
			this.order.add(name);
			this.starts.add(name);
			started.countDown();
			this.ends.acquire();
			return null;
		};
	}

	private BackgroundTaskHandle<@Nullable Void> start(String session, String name, int priority) {
		return this.host.spawnManaged(session, single(name).priority(priority).build(),
				stepwise(name, new CountDownLatch(1)));
	}

	private static BackgroundTaskRegistration.Builder single(String name) {
		return BackgroundTaskRegistration.ofKind("single").id(name);
	}

	/** Starts a task that has the only slot. */
	private BackgroundTaskHandle<@Nullable Void> occupy() throws InterruptedException {
		CountDownLatch started = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> first = this.host.spawnManaged("s1", single("first").build(),
				stepwise("first", started));
		await(started);
		return first;
	}

	@SafeVarargs
	private void endAll(BackgroundTaskHandle<@Nullable Void>... tasks) throws InterruptedException {
		this.ends.release(tasks.length);
		for (BackgroundTaskHandle<@Nullable Void> task : tasks) {
			assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
	}

	@Test
	void priorityIsThatOfTheRegistrationOrTheKind() {
		assertThat(this.host.register("s1", named("a")).priority()).isEqualTo(5);
		assertThat(this.host.register("s1", builder("b").priority(0).build()).priority()).isZero();
		BackgroundTaskRegistration.Builder urgent = BackgroundTaskRegistration.ofKind("urgent");
		assertThat(this.host.register("s1", urgent.id("c").build()).priority()).isEqualTo(8);
		assertThat(this.host.register("s1", urgent.id("d").priority(5).build()).priority()).isEqualTo(5);
		assertThat(record("s1", "c").priority()).isEqualTo(8);
		assertThat(record("s1", "d").registration().priority()).isEqualTo(5);
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 10 })
	void otherPrioritiesAreRefused(int priority) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> builder("a").priority(priority))
			.withMessageContainingAll("priority " + priority, "0 to 9");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> TaskRequest.of("single").priority(priority));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> KindOptions.NONE.withPriority(priority))
			.withMessageContaining("0 to 9");
	}

	@Test
	void higherPrioritiesStartFirst() throws Exception {
		BackgroundTaskHandle<@Nullable Void> first = occupy();
		var low = start("s1", "low", 1);
		var normal = start("s1", "normal", 5);
		var high = start("s2", "high", 9);
		var next = start("s1", "next", 5);
		endAll(first, low, normal, high, next);
		assertThat(this.order).containsExactly("first", "high", "normal", "next", "low");
	}

	@Test
	void sessionsTakeTurnsWithinAPriority() throws Exception {
		BackgroundTaskHandle<@Nullable Void> first = occupy();
		var one = start("s1", "one", 7);
		var two = start("s1", "two", 7);
		var other = start("s2", "other", 7);
		var low = start("s3", "low", 6);
		endAll(first, one, two, other, low);
		assertThat(this.order).containsExactly("first", "one", "other", "two", "low");
	}

	@Test
	void aMinuteOfWaitingCountsLikeAStepOfPriority() throws Exception {
		BackgroundTaskHandle<@Nullable Void> first = occupy();
		var old = start("s1", "old", 3);
		this.timer.advance(Duration.ofMinutes(2).minusMillis(1));
		var before = start("s1", "before", 5);
		this.timer.advance(Duration.ofMillis(2));
		var after = start("s2", "after", 5);
		endAll(first, old, before, after);
		assertThat(this.order).containsExactly("first", "before", "old", "after");
	}

	@Test
	void noTaskStarvesBesideAStreamOfMoreUrgentOnes() throws Exception {
		occupy();
		start("s1", "low", 0);
		this.starts.clear();
		for (int minute = 0; minute <= 10; minute++) {
			start("s2", "urgent" + minute, 9);
			this.timer.advance(Duration.ofMinutes(1));
			this.ends.release();
			String next = this.starts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			assertThat(next).isEqualTo((minute < 10) ? "urgent" + minute : "low");
		}
		this.ends.release(2);
		assertThat(this.starts.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("urgent10");
	}

}
