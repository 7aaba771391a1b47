package io.github.taskhost.test.contract.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Steps of the wall clock, back and forward: durations do not follow them, and instants
 * that users give do.
 */
abstract class ClockStepsContract extends AbstractKindContract {

	private static final Duration DAY_PART = Duration.ofHours(6);

	/** Differ from all other durations of the tests. */
	private static final Duration LONG = Duration.ofSeconds(119);

	private static final Duration HEARTBEAT = Duration.ofSeconds(103);

	private static final Duration RETRY = Duration.ofSeconds(59);

	private static final Duration POLL = Duration.ofSeconds(23);

	ClockStepsContract() {
		super(RecordingExecutor.of("remote").withOptions(KindOptions.NONE.withReconcileInterval(POLL)));
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withKinds(Map.of("watched", KindOptions.NONE.withHeartbeatTimeout(HEARTBEAT)));
	}

	private void step(int hours) {
		this.clock.advance(Duration.ofHours(hours));
	}

	/** Advances to a moment before the end of a duration, checks, and passes it. */
	private void advance(Duration duration, Runnable before) {
		this.timer.advance(duration.minusNanos(1));
		before.run();
		this.timer.advance(Duration.ofNanos(1));
	}

	private void isIn(String id, BackgroundTaskState state) {
		assertThat(record("s1", id).state()).isEqualTo(state);
	}

	/**
	 * Lets more time pass until a task has ended: a check of its silence that begins
	 * before a step of the time and sets its alarm after it is late by this step.
	 */
	private BackgroundTaskRecord endOf(String id) throws InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			try {
				return this.host.await(id, Duration.ofMillis(100));
			}
			catch (TaskAwaitTimeoutException ex) {
				if (System.nanoTime() > end) {
					throw ex;
				}
				this.timer.advance(HEARTBEAT);
			}
		}
	}

	private static void failed(BackgroundTaskRecord end, FailureKind kind) {
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().extracting("kind").isEqualTo(kind);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void timeout(int hours) throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", builder("t1").timeout(LONG).build(),
				waiting());
		this.timer.advance(Duration.ofSeconds(19));
		step(hours);
		advance(LONG.minusSeconds(19), () -> isIn("t1", BackgroundTaskState.RUNNING));
		failed(task.await(PATIENCE), FailureKind.TIMEOUT);
		assertThat(task.record().runTime()).isEqualTo(LONG);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void timeoutOverSeveralStates(int hours) throws Exception {
		this.host.registerExternal("s1", builder("t1").timeout(LONG).build(), null);
		this.timer.advance(Duration.ofSeconds(19));
		step(hours);
		this.host.markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		assertThat(record("s1", "t1").runTime()).isEqualTo(Duration.ofSeconds(19));
		step(hours);
		this.timer.advance(DAY_PART);
		isIn("t1", BackgroundTaskState.WAITING);
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		step(-hours);
		this.host.requestCancel("t1", null);
		advance(LONG.minusSeconds(19), () -> isIn("t1", BackgroundTaskState.CANCEL_REQUESTED));
		failed(this.host.await("t1", PATIENCE), FailureKind.TIMEOUT);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void heartbeat(int hours) throws Exception {
		this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("watched").id("t1").build(), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		List<Runnable> signs = List.of(reporter::heartbeat, () -> reporter.status("at work"),
				() -> reporter.status("at work"), () -> reporter.output("stdout", "line"),
				() -> reporter.progress(Progress.of(1, 2, "steps")),
				() -> this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING));
		for (Runnable sign : signs) {
			step(hours);
			this.timer.advance(HEARTBEAT.minusNanos(1));
			sign.run();
		}
		step(hours);
		advance(HEARTBEAT, () -> isIn("t1", BackgroundTaskState.RUNNING));
		failed(endOf("t1"), FailureKind.HEARTBEAT_LOST);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void heartbeatOfABodyAndThePatienceAfterItsInterrupt(int hours) throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1",
				BackgroundTaskRegistration.ofKind("watched").id("t1").build(), (context) -> {
					running.countDown();
					return stubborn(interrupted).run(context);
				});
		await(running);
		step(hours);
		advance(HEARTBEAT, () -> assertThat(interrupted.getCount()).isEqualTo(1));
		await(interrupted);
		Duration patience = options().cancel().abandonAfter();
		this.timer.awaitScheduled(patience);
		step(hours);
		advance(patience, () -> isIn("t1", BackgroundTaskState.RUNNING));
		failed(task.await(PATIENCE), FailureKind.HEARTBEAT_LOST);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void startDelayOfABody(int hours) throws Exception {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", builder("t1").startAfter(LONG).build(),
				(context) -> "done");
		step(hours);
		advance(LONG, () -> isIn("t1", BackgroundTaskState.PENDING));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void startDelayOfSubmittedWork(int hours) throws Exception {
		this.host.submit("s1", TaskRequest.of(remote("t1").startAfter(LONG).build()));
		step(hours);
		advance(LONG, () -> isIn("t1", BackgroundTaskState.PENDING));
		this.remote.await("t1", Operation.START).awaitOver();
		isIn("t1", BackgroundTaskState.RUNNING);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void backOffBetweenAttempts(int hours) throws Exception {
		List<Integer> attempts = new ArrayList<>();
		BackgroundTaskRegistration retried = builder("t1")
			.retry(TaskRetryPolicy.ofMaxAttempts(3).withBackoff(RETRY, 1, RETRY).withJitter(0))
			.build();
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", retried, (context) -> {
			attempts.add(context.record().attempt());
			if (context.record().attempt() < 3) {
				throw new IOException("503");
			}
			return "done";
		});
		for (int i = 0; i < 2; i++) {
			this.timer.awaitScheduled(RETRY);
			step(hours);
			advance(RETRY, () -> isIn("t1", BackgroundTaskState.PENDING));
		}
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(attempts).containsExactly(1, 2, 3);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void pollsAndCallsToOwners(int hours) throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.timer.awaitScheduled(POLL);
		step(hours);
		this.timer.advance(POLL);
		this.remote.await("t1", Operation.RECONCILE).awaitOver();
		this.remote.on(Operation.CANCEL, (call) -> {
			throw new IOException("503");
		});
		task.cancelNow("enough");
		Duration delay = OWNER_RETRY.initialDelay();
		for (int i = 1; i <= 2; i++) {
			this.remote.await("t1", Operation.CANCEL, i).awaitOver();
			this.timer.awaitScheduled(delay);
			step(hours);
			this.timer.advance(delay);
			delay = delay.multipliedBy(2);
		}
		this.remote.await("t1", Operation.CANCEL, 3).awaitOver();
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void gracePeriodAndAbandonment(int hours) throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			running.countDown();
			return stubborn(interrupted).run(context);
		});
		await(running);
		task.cancel("enough");
		step(hours);
		advance(options().cancel().gracePeriod(), () -> assertThat(interrupted.getCount()).isEqualTo(1));
		await(interrupted);
		this.timer.awaitScheduled(options().cancel().abandonAfter());
		step(hours);
		advance(options().cancel().abandonAfter(), () -> isIn("t1", BackgroundTaskState.CANCEL_REQUESTED));
		assertThat(task.await(PATIENCE).abandoned()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void boundsOfAClose(int hours) throws Exception {
		CountDownLatch running = new CountDownLatch(2);
		CountDownLatch interrupted = new CountDownLatch(2);
		this.host.spawnManaged("s1", builder("t1").closePolicy(ClosePolicy.CANCEL).build(), (context) -> {
			running.countDown();
			return stubborn(interrupted).run(context);
		});
		this.host.spawnHidden("s1", "indexing", () -> {
			running.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		await(running);
		FutureTask<SessionCloseReport> close = new FutureTask<>(() -> this.host.closeSession("s1", null));
		Thread.startVirtualThread(close);
		this.timer.awaitScheduled(options().cancel().gracePeriod(), 2);
		step(hours);
		this.timer.advance(options().cancel().gracePeriod());
		this.timer.awaitScheduled(options().close().hiddenTimeout());
		step(hours);
		this.timer.advance(options().close().hiddenTimeout());
		await(interrupted);
		assertThat(close.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).interrupted()).containsExactly("indexing");
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void waitsOfABody(int hours) throws Exception {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			context.sleep(LONG);
			return context.receive(RETRY).isPresent() ? "got a message" : "got none";
		});
		this.timer.awaitScheduled(LONG);
		step(hours);
		advance(LONG, () -> assertThat(this.timer.isScheduled(RETRY)).isFalse());
		this.timer.awaitScheduled(RETRY);
		step(hours);
		this.timer.advance(RETRY);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("got none");
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void heldProgress(int hours) throws Exception {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		reporter.progress(Progress.of(1, 3, "steps"));
		this.events.await(BackgroundTaskEvent.Progress.class, "t1");
		step(Math.min(hours, 0));
		reporter.progress(Progress.of(2, 3, "steps"));
		this.timer.awaitScheduled(options().events().progressInterval());
		this.timer.advance(options().events().progressInterval());
		this.events.awaitCount(BackgroundTaskEvent.Progress.class, 2);
		step(hours);
		reporter.progress(Progress.of(3, 3, "steps"));
		reporter.complete(null);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "Progress", "Progress", "Progress", "Completed");
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void deadlineOfAQuestionFollowsTheWallClock(int hours) throws Exception {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.reporter("s1", "t1")
			.ask(InputRequest.of("go-on", "Go on?").withDeadline(this.clock.instant().plus(Duration.ofHours(3))));
		step(hours);
		Duration left = Duration.ofHours(3 - hours);
		this.timer.advance(left.minusNanos(1));
		this.timer.awaitScheduled(Duration.ofNanos(1));
		isIn("t1", BackgroundTaskState.WAITING);
		this.timer.advance(Duration.ofNanos(1));
		this.events.await(BackgroundTaskEvent.InputWithdrawn.class, "t1");
		isIn("t1", BackgroundTaskState.RUNNING);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void startOfABodyAtATimeFollowsTheWallClock(int hours) throws Exception {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1",
				builder("t1").startAt(this.clock.instant().plus(Duration.ofHours(3))).build(), (context) -> "done");
		startFollowsTheWallClock(hours);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void startOfSubmittedWorkAtATimeFollowsTheWallClock(int hours) throws Exception {
		this.host.submit("s1",
				TaskRequest.of(remote("t1").startAt(this.clock.instant().plus(Duration.ofHours(3))).build()));
		startFollowsTheWallClock(hours);
		this.remote.await("t1", Operation.START).awaitOver();
	}

	private void startFollowsTheWallClock(int hours) throws InterruptedException {
		step(hours);
		Duration left = Duration.ofHours(3 - hours);
		this.timer.advance(left.minusNanos(1));
		this.timer.awaitScheduled(Duration.ofNanos(1));
		isIn("t1", BackgroundTaskState.PENDING);
		this.timer.advance(Duration.ofNanos(1));
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void timesOfARecordAreThoseOfTheWallClockAndNeverDecrease(int hours) {
		BackgroundTaskRecord first = this.host.registerExternal("s1", named("t1"), null);
		step(hours);
		this.host.markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		BackgroundTaskRecord waiting = record("s1", "t1");
		assertThat(waiting.stateSince()).isEqualTo((hours > 0) ? this.clock.instant() : first.stateSince());
		assertThat(this.host.registerExternal("s1", named("t2"), null).createdAt()).isEqualTo(this.clock.instant());
	}

}
