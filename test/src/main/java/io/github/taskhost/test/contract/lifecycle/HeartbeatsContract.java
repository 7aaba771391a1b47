package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Heartbeats and their timeout. */
abstract class HeartbeatsContract extends AbstractKindContract {

	/** Differs from all other durations of the tests. */
	private static final Duration DEADLINE = Duration.ofSeconds(103);

	/** The time between the interrupt of a body and its abandonment. */
	private static final Duration PATIENCE_AFTER_INTERRUPT = Duration.ofSeconds(11);

	private static final Duration PART = Duration.ofSeconds(61);

	@Override
	protected BackgroundTaskHostOptions options() {
		KindOptions watched = KindOptions.NONE.withHeartbeatTimeout(DEADLINE);
		return super.options().withKinds(Map.of("watched", watched, "remote", watched));
	}

	private static BackgroundTaskRegistration watched(String id) {
		return BackgroundTaskRegistration.ofKind("watched").id(id).build();
	}

	private TaskReporter external(String id) {
		this.host.registerExternal("s1", watched(id), null);
		return this.host.reporter("s1", id);
	}

	private static void lost(@Nullable BackgroundTaskRecord end) {
		assertThat(end).isNotNull().satisfies((record) -> {
			assertThat(record.state()).isEqualTo(BackgroundTaskState.FAILED);
			assertThat(record.failure()).isNotNull().extracting("kind").isEqualTo(FailureKind.HEARTBEAT_LOST);
		});
	}

	private BackgroundTaskRecord end(String id) throws InterruptedException {
		return this.host.await(id, PATIENCE);
	}

	@Test
	void missingHeartbeatFailsTheTask() throws Exception {
		external("t1");
		this.timer.advance(DEADLINE.minusNanos(1));
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(Duration.ofNanos(1));
		lost(end("t1"));
		assertThat(this.events.await(BackgroundTaskEvent.Failed.class, "t1").record().failure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.message()).contains("Attempt 1", DEADLINE.toString()));
	}

	@Test
	void everyReportCountsAsAHeartbeat() throws Exception {
		TaskReporter reporter = external("t1");
		heartbeats(reporter,
				List.of(TaskReporter::heartbeat, (work) -> work.status("at work"),
						(work) -> work.progress(Progress.of(1, 2, "steps")), (work) -> work.summary("so far"),
						(work) -> work.post("hello"), (work) -> work.output("stdout", "line"), (work) -> {
							work.live(BackgroundTaskState.WAITING);
							work.live(BackgroundTaskState.RUNNING);
						}));
	}

	@Test
	void repeatedReportsAreHeartbeats() throws Exception {
		TaskReporter reporter = external("t1");
		List<Consumer<TaskReporter>> signs = List.of((work) -> work.status("at work"),
				(work) -> work.progress(Progress.of(1, 2, "steps")),
				(work) -> work.artifact(new TaskArtifact("log", null, "logs/1", null)),
				(work) -> work.link(new TaskLinks(null, null, List.of("r1"))),
				(work) -> work.live(BackgroundTaskState.RUNNING));
		signs.forEach((sign) -> sign.accept(reporter));
		long version = reporter.record().version();
		heartbeats(reporter, signs);
		assertThat(reporter.record().version()).isEqualTo(version + 1);
	}

	@Test
	void reportsByOperationsOfTheHostAreHeartbeats() throws Exception {
		heartbeats(external("t1"),
				List.of((work) -> this.host.update("t1", BackgroundTaskUpdate.ofProgress("half")),
						(work) -> this.host.update("t1", BackgroundTaskUpdate.ofProgress("half")),
						(work) -> this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING)));
	}

	/**
	 * Expects each sign to move the deadline on, and the end at the deadline after the
	 * last one. The time moves from alarm to alarm, and each is set before it goes on.
	 */
	private void heartbeats(TaskReporter reporter, List<Consumer<TaskReporter>> signs) throws InterruptedException {
		this.timer.advance(PART);
		Duration left = DEADLINE.minus(PART);
		for (Consumer<TaskReporter> sign : signs) {
			sign.accept(reporter);
			this.timer.advance(left);
			left = DEADLINE.minus(left);
			this.timer.awaitScheduled(left);
		}
		this.timer.advance(left.minusNanos(1));
		assertThat(reporter.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(Duration.ofNanos(1));
		lost(end("t1"));
	}

	@Test
	void operationsOfCallersAreNotHeartbeats() throws Exception {
		external("t1");
		this.timer.advance(PART);
		this.host.task("s1", "t1").send("are you there?");
		this.host.transferManaged("s1", "s2", List.of("t1"));
		this.timer.advance(DEADLINE.minus(PART));
		lost(end("t1"));
	}

	@Test
	void heartbeatIsNotRequiredWhileWaitingForAnAnswer() throws Exception {
		TaskReporter reporter = external("t1");
		this.timer.advance(PART);
		reporter.ask(InputRequest.of("go-on", "Go on?"));
		this.timer.advance(DEADLINE.multipliedBy(3));
		this.host.task("s1", "t1").answer("go-on", new JsonPayload("true"));
		this.timer.awaitScheduled(DEADLINE);
		assertThat(reporter.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(DEADLINE);
		lost(end("t1"));
	}

	@Test
	void heartbeatIsNotRequiredBeforeTheStart() {
		this.host.register("s1", watched("t1"));
		this.timer.advance(DEADLINE.multipliedBy(3));
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.PENDING);
	}

	@Test
	void missingHeartbeatAfterACancelRequestEndsReportedWork() throws Exception {
		TaskReporter reporter = external("t1");
		this.timer.advance(PART);
		this.host.requestCancel("t1", "enough");
		this.timer.awaitScheduled(DEADLINE);
		this.timer.advance(DEADLINE.minusNanos(1));
		assertThat(reporter.record().state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.timer.advance(Duration.ofNanos(1));
		lost(end("t1"));
	}

	@Test
	void executorIsNotifiedOfALostHeartbeat() throws Exception {
		started("t1");
		this.timer.advance(DEADLINE);
		lost(end("t1"));
		this.remote.await("t1", Operation.CANCEL);
	}

	@Test
	void lostHeartbeatIsNotRetried() throws Exception {
		this.host.submit("s1", TaskRequest.of(remote("t1").retry(TaskRetryPolicy.ofMaxAttempts(3)).build()));
		this.remote.await("t1", Operation.START).awaitOver();
		this.timer.advance(DEADLINE);
		lost(end("t1"));
	}

	@Test
	void missingHeartbeatInterruptsTheBodyFirst() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", watched("t1"), (context) -> {
			running.countDown();
			this.release.await();
			return null;
		});
		await(running);
		this.timer.advance(DEADLINE);
		BackgroundTaskRecord end = task.await(PATIENCE);
		lost(end);
		assertThat(end.failure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.message()).contains("interrupted"));
		assertThat(this.host.statistics().unresponsive()).isZero();
	}

	@Test
	void bodyThatIgnoresTheHeartbeatInterruptFails() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", watched("t1"), stubborn(interrupted));
		this.timer.advance(DEADLINE);
		await(interrupted);
		this.timer.awaitScheduled(PATIENCE_AFTER_INTERRUPT);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(PATIENCE_AFTER_INTERRUPT);
		lost(task.await(PATIENCE));
		assertThat(this.host.unresponsive(10)).singleElement().extracting(BackgroundTaskRecord::id).isEqualTo("t1");
	}

	@Test
	void lateHeartbeatLetsTheBodyContinue() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", watched("t1"), (context) -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				context.heartbeat();
				interrupted.countDown();
			}
			this.release.await();
			return "alive";
		});
		this.timer.awaitScheduled(DEADLINE);
		this.timer.advance(DEADLINE);
		await(interrupted);
		this.timer.awaitScheduled(PATIENCE_AFTER_INTERRUPT);
		this.timer.advance(PATIENCE_AFTER_INTERRUPT);
		this.timer.awaitScheduled(DEADLINE.minus(PATIENCE_AFTER_INTERRUPT));
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("alive");
	}

	@Test
	void heartbeatIsOptionalForKindsWithoutATimeout() {
		this.host.registerExternal("s1", named("t1"), null);
		Instant before = this.clock.instant();
		this.timer.advance(Duration.ofDays(3650));
		assertThat(record("s1", "t1").updatedAt()).isEqualTo(before);
	}

	@Test
	void endedTaskIsNotMonitored() {
		TaskReporter reporter = external("t1");
		reporter.complete(null);
		assertThat(this.timer.isScheduled(DEADLINE)).isFalse();
		external("t2");
		this.host.unregisterExternal("s1", "t2");
		assertThat(this.timer.isScheduled(DEADLINE)).isFalse();
	}

	@Test
	void nextMissingHeartbeatInterruptsTheBodyAgain() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch resumed = new CountDownLatch(1);
		CountDownLatch second = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", watched("t1"), (context) -> {
			waitForInterrupt(first);
			context.heartbeat();
			context.requestInput(InputRequest.of("go-on", "Go on?"));
			resumed.countDown();
			waitForInterrupt(second);
			return "fine";
		});
		this.timer.awaitScheduled(DEADLINE);
		this.timer.advance(DEADLINE);
		await(first);
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		this.timer.advance(DEADLINE.multipliedBy(3));
		task.answer("go-on", new JsonPayload("true"));
		await(resumed);
		this.timer.awaitScheduled(DEADLINE);
		this.timer.advance(DEADLINE);
		await(second);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private void waitForInterrupt(CountDownLatch interrupted) {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			interrupted.countDown();
		}
	}

	@Test
	void reportDuringCleanUpDoesNotPreventTheFailure() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", watched("t1"), (context) -> {
			try {
				running.countDown();
				this.release.await();
				return "never";
			}
			catch (InterruptedException ex) {
				context.status("interrupted, tidies up");
				throw ex;
			}
		});
		await(running);
		this.timer.awaitScheduled(DEADLINE);
		this.timer.advance(DEADLINE);
		lost(task.await(PATIENCE));
	}

}
