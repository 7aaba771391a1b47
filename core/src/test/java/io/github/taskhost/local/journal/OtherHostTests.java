package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.InputDeclinedException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Operations of a host on tasks whose bodies run in another one. The owner takes notice
 * when the test says so.
 */
class OtherHostTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final MemoryJournal ownersJournal = new MemoryJournal();

	private final MemoryJournal othersJournal = new MemoryJournal(this.ownersJournal);

	private LocalBackgroundTaskHost owner;

	private LocalBackgroundTaskHost other;

	private final CountDownLatch release = new CountDownLatch(1);

	@BeforeEach
	void start() {
		this.owner = LocalBackgroundTaskHost.builder().journal(this.ownersJournal).build();
		this.other = LocalBackgroundTaskHost.builder().journal(this.othersJournal).build();
		this.owner.recover();
		this.other.recover();
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.other.close();
		this.owner.close();
	}

	private static BackgroundTaskRegistration.Builder builder(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id);
	}

	private static BackgroundTaskRegistration named(String id) {
		return builder(id).build();
	}

	private BackgroundTaskHandle<@Nullable String> sleeping(String session, BackgroundTaskRegistration task) {
		return this.owner.spawnManaged(session, task, (context) -> {
			context.sleep(Duration.ofDays(1));
			return null;
		});
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void cancelReachesTheBody() throws Exception {
		BackgroundTaskHandle<?> task = sleeping("s1", named("t1"));
		assertThat(this.other.requestCancel("t1", "enough").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.ownersJournal.drain();
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.cancelReason()).isEqualTo("enough");
		assertThat(this.owner.statistics().live()).isZero();
	}

	@Test
	void endCountsInTheHostThatHasTheTask() throws Exception {
		BackgroundTaskHandle<?> task = sleeping("s1", named("t1"));
		this.other.task(task.uid()).cancelNow("enough");
		this.ownersJournal.drain();
		task.await(PATIENCE);
		assertThat(this.owner.statistics().ended("other", BackgroundTaskState.CANCELLED)).isOne();
		assertThat(this.owner.statistics().started("other")).isOne();
		assertThat(this.other.statistics().ended("other", BackgroundTaskState.CANCELLED)).isZero();
	}

	@Test
	void cancelReachesTheChildrenOfTheBody() throws Exception {
		AtomicReference<BackgroundTaskHandle<?>> child = new AtomicReference<>();
		CountDownLatch spawned = new CountDownLatch(1);
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			child.set(context.spawnChild(named("c1"), (inner) -> {
				inner.sleep(Duration.ofDays(1));
				return null;
			}));
			spawned.countDown();
			context.sleep(Duration.ofDays(1));
			return null;
		});
		await(spawned);
		this.other.requestCancel("t1", null);
		this.ownersJournal.drain();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(child.get().await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void forcedCancellationInterruptsTheBody() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch started = new CountDownLatch(1);
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			started.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return null;
		});
		await(started);
		this.other.cancelManaged("s1", "t1");
		this.ownersJournal.drain();
		await(interrupted);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void completionInterruptsTheBodyAndStands() throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		CountDownLatch started = new CountDownLatch(1);
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			started.countDown();
			try {
				this.release.await();
			}
			finally {
				over.countDown();
			}
			return null;
		});
		await(started);
		this.other.complete("t1", BackgroundTaskCompletion.completed("done"));
		this.ownersJournal.drain();
		await(over);
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.summary()).isEqualTo("done");
	}

	@Test
	void endOfTheBodyThatMeetsACompletionElsewhereFindsIt() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			started.countDown();
			this.release.await();
			return null;
		});
		await(started);
		this.other.complete("t1", BackgroundTaskCompletion.completed("done"));
		this.release.countDown();
		assertThat(task.await(PATIENCE).summary()).isEqualTo("done");
		this.ownersJournal.drain();
		assertThat(this.owner.statistics().live()).isZero();
	}

	@Test
	void messageReachesTheBodyOnce() throws Exception {
		CompletableFuture<List<String>> received = new CompletableFuture<>();
		this.owner.spawnManaged("s1", named("t1"), (context) -> {
			TaskMessage first = context.receive(PATIENCE).orElseThrow();
			TaskMessage second = context.receive(PATIENCE).orElseThrow();
			received.complete(List.of(first.text(), second.text()));
			return null;
		});
		this.other.task("s1", "t1").send("one");
		this.ownersJournal.drain();
		this.other.task("s1", "t1").send("two");
		this.ownersJournal.drain();
		assertThat(received.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).containsExactly("one", "two");
	}

	@Test
	void answerReachesTheBodyThatWaits() throws Exception {
		BackgroundTaskHandle<String> task = asking();
		this.other.task("s1", "t1").answer("k", new JsonPayload("\"yes\""));
		this.ownersJournal.drain();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("\"yes\"");
		assertThat(this.other.task("s1", "t1").answers()).extracting(Answer::key).containsExactly("k");
	}

	@Test
	void declineReachesTheBodyThatWaits() throws Exception {
		BackgroundTaskHandle<String> task = asking();
		this.other.task("s1", "t1").decline("k", "not now");
		this.ownersJournal.drain();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(task.failure().orElseThrow()).isInstanceOfSatisfying(InputDeclinedException.class,
				(declined) -> assertThat(declined.reason()).isEqualTo("not now"));
	}

	private BackgroundTaskHandle<String> asking() {
		BackgroundTaskHandle<String> task = this.owner.spawnManaged("s1", named("t1"),
				(context) -> context.requestInput(InputRequest.of("k", "Go on?")).value().text());
		while (task.record().inputRequest() == null) {
			Thread.onSpinWait();
		}
		return task;
	}

	@Test
	void transferMovesTheTaskOfTheOwner() {
		BackgroundTaskHandle<?> task = sleeping("s1", named("t1"));
		assertThat(this.other.transfer("t1", "s2").sessionId()).isEqualTo("s2");
		this.ownersJournal.drain();
		assertThat(task.record().sessionId()).isEqualTo("s2");
		assertThat(this.owner.session("s1").list()).isEmpty();
		assertThat(this.owner.session("s2").list()).hasSize(1);
		task.cancelNow(null);
		assertThat(this.owner.statistics().live()).isZero();
		assertThat(this.owner.statistics().sessions()).isEqualTo(1);
	}

	@Test
	void closeMeetsThePolicyOfTheTask() throws Exception {
		BackgroundTaskHandle<?> task = sleeping("s1", builder("t1").closePolicy(ClosePolicy.CANCEL).build());
		CompletableFuture<List<String>> cancelled = CompletableFuture
			.supplyAsync(() -> this.other.closeSession("s1", null).cancelled());
		while (this.other.find(task.uid()).orElseThrow().cancelRequestedAt() == null) {
			Thread.onSpinWait();
		}
		this.ownersJournal.drain();
		assertThat(cancelled.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).containsExactly("t1");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void waitSeesTheEnd() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		this.owner.spawnManaged("s1", named("t1"), (context) -> {
			started.countDown();
			this.release.await();
			return null;
		});
		await(started);
		BackgroundTaskHandle<?> seen = this.other.task("s1", "t1");
		CompletableFuture<BackgroundTaskRecord> stage = seen.completion().toCompletableFuture();
		this.release.countDown();
		assertThat(seen.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(stage.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(seen.record().state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void reportsOfAReporterElsewhereReachTheTask() throws Exception {
		this.owner.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.other.reporter("s1", "t1");
		reporter.status("half");
		reporter.output("out", "line");
		this.ownersJournal.drain();
		assertThat(this.owner.task("s1", "t1").record().status()).isEqualTo("half");
		assertThat(this.owner.task("s1", "t1").output(0, 10).lines()).hasSize(1);
		reporter.complete("done");
		this.ownersJournal.drain();
		assertThat(this.owner.task("s1", "t1").record().state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.owner.statistics().live()).isZero();
	}

	@Test
	void cancellationOfExternalWorkIsTold() throws Exception {
		CountDownLatch told = new CountDownLatch(1);
		this.owner.registerExternal("s1", named("t1"), (record) -> told.countDown());
		this.other.requestCancel("t1", null);
		this.ownersJournal.drain();
		await(told);
	}

	@Test
	void inspectionHasTheStackAndTheOutputOfTheBody() throws Exception {
		CountDownLatch written = new CountDownLatch(1);
		BackgroundTaskHandle<?> task = this.owner.spawnManaged("s1", named("t1"), (context) -> {
			context.output("out", "line");
			written.countDown();
			context.sleep(Duration.ofDays(1));
			return null;
		});
		await(written);
		TaskInspection seen = inspect(task).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(seen.thread()).startsWith("taskhost-other-");
		assertThat(seen.stack()).anyMatch((frame) -> frame.contains("OtherHostTests"));
		assertThat(seen.output()).extracting(TaskOutputLine::text).containsExactly("line");
		assertThat(seen.outOfReach()).isNull();
	}

	/** Inspects a task in the other host while both take their notices. */
	private CompletableFuture<TaskInspection> inspect(BackgroundTaskHandle<?> task) {
		CompletableFuture<TaskInspection> seen = CompletableFuture
			.supplyAsync(() -> this.other.inspect(task.uid()).orElseThrow());
		while (!seen.isDone()) {
			this.ownersJournal.drain();
			this.othersJournal.drain();
		}
		return seen;
	}

	@Test
	void bodyOfAHostThatDoesNotAnswerIsOutOfReach() {
		BackgroundTaskHandle<?> task = sleeping("s1", named("t1"));
		long asked = System.nanoTime();
		TaskInspection seen = this.other.inspect(task.uid()).orElseThrow();
		assertThat(Duration.ofNanos(System.nanoTime() - asked)).isBetween(Duration.ofSeconds(2),
				Duration.ofSeconds(10));
		assertThat(seen.record().id()).isEqualTo("t1");
		assertThat(seen.outOfReach()).contains("2 seconds");
		assertThat(seen.thread()).isNull();
		assertThat(seen.stack()).isEmpty();
	}

	@Test
	void taskThatNoHostHasIsNotAskedFor() {
		BackgroundTaskHandle<?> task = sleeping("s1", named("t1"));
		this.othersJournal.release(task.uid());
		TaskInspection seen = this.other.inspect(task.uid()).orElseThrow();
		assertThat(seen.outOfReach()).isNull();
		assertThat(seen.thread()).isNull();
		assertThat(this.othersJournal.claim(task.uid())).isTrue();
	}

	@Test
	void removedTaskIsUnknown() {
		this.owner.registerExternal("s1", named("t1"), null);
		this.other.unregisterExternal("s1", "t1");
		this.ownersJournal.drain();
		assertThat(this.owner.getManaged("s1", "t1")).isEmpty();
		assertThat(this.owner.statistics().live()).isZero();
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.other.task("s1", "t1"));
	}

}
