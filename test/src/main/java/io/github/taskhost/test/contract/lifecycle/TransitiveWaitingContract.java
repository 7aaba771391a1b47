package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bodies that await descendants: the wait of a descendant for a person is no time of
 * theirs, and a call of the context that blocks is no silence.
 */
abstract class TransitiveWaitingContract extends AbstractHostContract {

	/** Differ from all other durations of the tests. */
	private static final Duration TIMEOUT = Duration.ofSeconds(107);

	private static final Duration HEARTBEAT = Duration.ofSeconds(61);

	private static final Duration BEFORE = Duration.ofSeconds(19);

	private static final Duration LONG = Duration.ofHours(5);

	private static final JsonPayload YES = new JsonPayload("true");

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options()
			.withKinds(Map.of("watched", KindOptions.NONE.withHeartbeatTimeout(HEARTBEAT).withMaxConcurrent(1)));
	}

	/** A body that awaits a chain of descendants, the last of which has the body. */
	private static BackgroundTask<@Nullable Void> awaiting(int depth, BackgroundTask<?> last) {
		return (context) -> {
			BackgroundTask<?> body = (depth > 1) ? awaiting(depth - 1, last) : last;
			context.spawnChild(named("child" + depth), body).await(LONG);
			return null;
		};
	}

	private static BackgroundTask<@Nullable Void> asking() {
		return (context) -> {
			context.requestInput(InputRequest.of("go-on", "Go on?"));
			return null;
		};
	}

	/** Asks, and runs on until the test releases it. */
	private BackgroundTask<@Nullable Void> askingAndRunning(CountDownLatch answered) {
		return (context) -> {
			context.requestInput(InputRequest.of("go-on", "Go on?"));
			answered.countDown();
			this.release.await();
			return null;
		};
	}

	private BackgroundTaskHandle<@Nullable Void> parent(BackgroundTask<@Nullable Void> body) {
		return this.host.spawnManaged("s1", builder("parent").timeout(TIMEOUT).build(), body);
	}

	/**
	 * Waits until the question is asked and the timeout of the parent stands still: its
	 * alarm is not set any more.
	 */
	private void awaitStandstill(Duration left) throws InterruptedException {
		awaitQuestion();
		while (this.timer.isScheduled(left)) {
			Thread.onSpinWait();
		}
	}

	private void awaitQuestion() throws InterruptedException {
		this.events.await(BackgroundTaskEvent.InputRequested.class, "child1");
	}

	private static void failed(BackgroundTaskRecord end, FailureKind kind) {
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().extracting("kind").isEqualTo(kind);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 4 })
	void timeoutStandsStillWhileAnAwaitedDescendantWaitsForAPerson(int depth) throws Exception {
		BackgroundTaskHandle<@Nullable Void> parent = parent(awaiting(depth, asking()));
		awaitStandstill(TIMEOUT);
		this.timer.advance(TIMEOUT.multipliedBy(3));
		assertThat(parent.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.host.task("s1", "child1").answer("go-on", YES);
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(parent.record().runTime()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void timeoutGoesOnWhenTheDescendantRunsOn(int depth) throws Exception {
		CountDownLatch answered = new CountDownLatch(1);
		CountDownLatch asks = new CountDownLatch(1);
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTask<@Nullable Void> last = (context) -> {
			running.countDown();
			await(asks);
			return askingAndRunning(answered).run(context);
		};
		BackgroundTaskHandle<@Nullable Void> parent = parent(awaiting(depth, last));
		await(running);
		this.timer.advance(BEFORE);
		asks.countDown();
		awaitStandstill(TIMEOUT.minus(BEFORE));
		this.timer.advance(LONG.dividedBy(2));
		this.host.task("s1", "child1").answer("go-on", YES);
		await(answered);
		this.timer.advance(TIMEOUT.minus(BEFORE).minusNanos(1));
		assertThat(parent.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(Duration.ofNanos(1));
		failed(parent.await(PATIENCE), FailureKind.TIMEOUT);
		assertThat(parent.record().runTime()).isEqualTo(TIMEOUT);
	}

	@Test
	void timeoutGoesOnWhenTheWaitForTheDescendantEnds() throws Exception {
		CountDownLatch gaveUp = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> parent = parent((context) -> {
			BackgroundTaskHandle<@Nullable Void> child = context.spawnChild(named("child1"), asking());
			awaitQuestion();
			assertThatExceptionOfType(TaskAwaitTimeoutException.class)
				.isThrownBy(() -> child.await(Duration.ofMillis(1)));
			gaveUp.countDown();
			this.release.await();
			return null;
		});
		await(gaveUp);
		this.timer.advance(TIMEOUT);
		failed(parent.await(PATIENCE), FailureKind.TIMEOUT);
	}

	@Test
	void timeoutGoesOnWhenTheWaitingDescendantIsCancelled() throws Exception {
		CountDownLatch ended = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> parent = parent((context) -> {
			context.spawnChild(named("child1"), asking()).await(LONG);
			ended.countDown();
			this.release.await();
			return null;
		});
		awaitStandstill(TIMEOUT);
		this.timer.advance(LONG.dividedBy(2));
		this.host.task("s1", "child1").cancelNow(null);
		await(ended);
		this.timer.advance(TIMEOUT.minusNanos(1));
		assertThat(parent.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(Duration.ofNanos(1));
		failed(parent.await(PATIENCE), FailureKind.TIMEOUT);
	}

	@Test
	void waitOfADescendantThatIsNotAwaitedCounts() throws Exception {
		BackgroundTaskHandle<@Nullable Void> parent = parent((context) -> {
			context.spawnChild(named("child1"), asking());
			this.release.await();
			return null;
		});
		awaitQuestion();
		this.timer.advance(TIMEOUT);
		failed(parent.await(PATIENCE), FailureKind.TIMEOUT);
	}

	@Test
	void waitOfAnotherTaskThanADescendantCounts() throws Exception {
		this.host.spawnManaged("s1", named("child1"), asking());
		awaitQuestion();
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> parent = parent((context) -> {
			running.countDown();
			this.host.task("s1", "child1").await(LONG);
			return null;
		});
		await(running);
		this.timer.advance(TIMEOUT);
		failed(parent.await(PATIENCE), FailureKind.TIMEOUT);
	}

	@Test
	void descendantOfAnotherSessionAndByTheHostCounts() throws Exception {
		BackgroundTaskHandle<@Nullable Void> parent = parent((context) -> {
			this.host.registerExternal("s2", builder("child1").parentTaskId("parent").build(), null);
			this.host.reporter("s2", "child1").ask(InputRequest.of("go-on", "Go on?"));
			this.host.await("child1", LONG);
			return null;
		});
		awaitStandstill(TIMEOUT);
		this.timer.advance(TIMEOUT);
		assertThat(parent.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.host.complete("child1", BackgroundTaskCompletion.completed(null));
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private BackgroundTaskHandle<@Nullable Void> watched(BackgroundTask<@Nullable Void> body) {
		return this.host.spawnManaged("s1", BackgroundTaskRegistration.ofKind("watched").id("parent").build(), body);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void bodyThatAwaitsADescendantIsNotSilent(int depth) throws Exception {
		CountDownLatch answered = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> parent = watched(awaiting(depth, askingAndRunning(answered)));
		awaitQuestion();
		CountDownLatch lent = new CountDownLatch(1);
		this.host.spawnManaged("s1", BackgroundTaskRegistration.ofKind("watched").id("other").build(), (context) -> {
			lent.countDown();
			return null;
		});
		await(lent);
		this.timer.advance(HEARTBEAT.multipliedBy(3));
		this.host.task("s1", "child1").answer("go-on", YES);
		await(answered);
		this.timer.advance(HEARTBEAT.multipliedBy(3));
		assertThat(parent.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.release.countDown();
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void blockingCallsOfTheContextAreNoSilenceAndTheTimeAfterThemIs() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		Duration pause = HEARTBEAT.multipliedBy(2).plusSeconds(1);
		BackgroundTaskHandle<@Nullable Void> task = watched((context) -> {
			context.sleep(pause);
			context.receive(pause.plusSeconds(1));
			called.countDown();
			this.release.await();
			return null;
		});
		this.timer.awaitScheduled(pause);
		this.timer.advance(pause);
		this.timer.awaitScheduled(pause.plusSeconds(1));
		this.timer.advance(HEARTBEAT);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(pause.plusSeconds(1).minus(HEARTBEAT));
		await(called);
		this.timer.awaitScheduled(HEARTBEAT);
		this.timer.advance(HEARTBEAT.minusNanos(1));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.awaitScheduled(Duration.ofNanos(1));
		this.timer.advance(Duration.ofNanos(1));
		failed(task.await(PATIENCE), FailureKind.HEARTBEAT_LOST);
	}

}
