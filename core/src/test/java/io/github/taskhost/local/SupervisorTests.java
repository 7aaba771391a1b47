package io.github.taskhost.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.host.CountCheck;
import io.github.taskhost.local.host.Supervisor;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults that a test puts into a host: the supervisor finds, logs, counts and mends each
 * within a minute.
 */
class SupervisorTests extends LocalHostTest {

	private static final Duration INTERVAL = Duration.ofSeconds(20);

	private final TableWithPoints table = new TableWithPoints();

	private final Queue<HostRepair> repairs = new ConcurrentLinkedQueue<>();

	private void startWith(KindOptions options) {
		start((builder) -> prepare(builder, options));
	}

	private LocalBackgroundTaskHost.Builder prepare(LocalBackgroundTaskHost.Builder builder, KindOptions options) {
		return builder.table(this.table)
			.options(options().withKinds(Map.of("other", options)))
			.metrics(new BackgroundTaskMetricsRecorder() {

				@Override
				public void repaired(HostRepair repair) {
					SupervisorTests.this.repairs.add(repair);
				}

			});
	}

	/** Lets the supervisor look three times, which takes a minute. */
	private void supervise() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			this.timer.awaitScheduled(INTERVAL);
			this.timer.advance(INTERVAL);
		}
		this.timer.awaitScheduled(INTERVAL);
	}

	private SlotQueue<LocalTask> slots() {
		Composition parts = host().parts();
		return Objects.requireNonNull(parts.bodies.queue.of(parts.ground.kinds.of("other")));
	}

	private LocalTask taskOf(BackgroundTaskHandle<?> handle) {
		return Objects.requireNonNull(this.table.find(handle.uid()));
	}

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	/** The threads of this factory end at once and run no work. */
	private Thread idle(Runnable work) {
		Thread thread = new Thread(() -> {
		});
		this.threads.add(thread);
		return thread;
	}

	private void joinThreads() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	@Test
	void hostInOrderNeedsNoRepair() throws Exception {
		startWith(KindOptions.NONE.withMaxConcurrent(1));
		BackgroundTaskHandle<String> running = session().spawn("other", (context) -> {
			await(this.release);
			return "done";
		});
		BackgroundTaskHandle<String> queued = session().spawn("other", (context) -> "done");
		host().registerExternal("s1", named("external"), null);
		session().spawn(BackgroundTaskRegistration.ofKind("other").id("later").startAfter(Duration.ofHours(1)).build(),
				(context) -> "done");
		session().spawn("third", (context) -> "done").await(PATIENCE);
		session().spawn(named("third"), (context) -> "done");
		supervise();
		assertThat(this.repairs).isEmpty();
		this.release.countDown();
		running.await(PATIENCE);
		queued.await(PATIENCE);
	}

	@Test
	void threadThatEndedWithoutItsAttemptEndsTheTask() throws Exception {
		start((builder) -> prepare(builder, KindOptions.NONE.withMaxConcurrent(1)).threads(this::idle,
				HostThreads.platformFactory()));
		BackgroundTaskHandle<String> task = session().spawn("other", (context) -> "never");
		try (LogLines log = LogLines.of(Supervisor.class)) {
			joinThreads();
			supervise();
			assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
			assertThat(log.warnings()).singleElement().asString().contains(task.id(), "RUNNING", "no live thread");
		}
		assertThat(this.repairs).containsExactly(HostRepair.THREAD);
		HostChecks.assertIdle(host());
	}

	@Test
	void hiddenWorkWhoseThreadEndedWithoutItEnds() throws Exception {
		start((builder) -> prepare(builder, KindOptions.NONE).threads(this::idle, HostThreads.platformFactory()));
		session().spawnHidden("work", () -> {
		});
		joinThreads();
		supervise();
		session().awaitHidden(PATIENCE);
		assertThat(this.repairs).containsExactly(HostRepair.THREAD);
		HostChecks.assertIdle(host());
	}

	@Test
	void taskThatLostItsPlaceInTheQueueStarts() throws Exception {
		startWith(KindOptions.NONE.withMaxConcurrent(1));
		CountDownLatch end = new CountDownLatch(1);
		BackgroundTaskHandle<String> running = session().spawn("other", (context) -> {
			await(end);
			return "done";
		});
		BackgroundTaskHandle<String> queued = session().spawn("other", (context) -> "done");
		LocalTask task = taskOf(queued);
		slots().remove(task);
		end.countDown();
		running.await(PATIENCE);
		supervise();
		assertThat(queued.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.repairs).containsExactly(HostRepair.START);
	}

	/** A timer that loses the alarms with one delay. */
	private TaskTimer losing(Duration delay) {
		return new TaskTimer() {

			@Override
			public Scheduled schedule(Runnable action, Duration wanted) {
				return wanted.equals(delay) ? () -> {
				} : SupervisorTests.this.timer.schedule(action, wanted);
			}

			@Override
			public long nanoTime() {
				return SupervisorTests.this.timer.nanoTime();
			}

			@Override
			public void start() {
				SupervisorTests.this.timer.start();
			}

			@Override
			public void stop() {
				SupervisorTests.this.timer.stop();
			}

		};
	}

	private void startLosing(Duration delay, KindOptions options) {
		start((builder) -> prepare(builder, options).timer(losing(delay)));
	}

	@Test
	void lostTimeoutIsEnforced() throws Exception {
		startLosing(Duration.ofSeconds(3), KindOptions.NONE);
		BackgroundTaskHandle<?> task = session()
			.spawn(BackgroundTaskRegistration.ofKind("other").timeout(Duration.ofSeconds(3)).build(), (context) -> {
				await(this.release);
				return "late";
			});
		supervise();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(this.repairs).containsExactly(HostRepair.WAIT);
	}

	@Test
	void lostHeartbeatAlarmIsEnforced() throws Exception {
		startLosing(Duration.ofSeconds(3), KindOptions.NONE.withHeartbeatTimeout(Duration.ofSeconds(3)));
		host().registerExternal("s1", named("silent"), null);
		supervise();
		assertThat(session().task("silent").await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(this.repairs).containsExactly(HostRepair.WAIT);
	}

	@Test
	void lostDeadlineOfAQuestionIsEnforced() throws Exception {
		startLosing(Duration.ofSeconds(3), KindOptions.NONE);
		host().registerExternal("s1", named("asks"), null);
		host().reporter("s1", "asks")
			.ask(InputRequest.of("key", "Go on?").withDeadline(this.clock.instant().plusSeconds(3)));
		supervise();
		assertThat(session().task("asks").record().inputRequest()).isNull();
		assertThat(this.repairs).containsExactly(HostRepair.WAIT);
	}

	@Test
	void lostEscalationIsEnforced() throws Exception {
		startLosing(Duration.ofSeconds(7), KindOptions.NONE);
		CountDownLatch runs = new CountDownLatch(1);
		BackgroundTaskHandle<?> task = session().spawn("other", (context) -> {
			runs.countDown();
			awaitIgnoringInterrupts(this.release);
			return "late";
		});
		await(runs);
		task.cancel("enough");
		supervise();
		assertThat(task.await(PATIENCE).abandoned()).isTrue();
		assertThat(this.repairs).containsExactly(HostRepair.WAIT);
	}

	/** Ends a record behind the back of the host, which then knows nothing of its end. */
	private void endBehindItsBack(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		BackgroundTaskRecord end = record.toBuilder()
			.state(BackgroundTaskState.COMPLETED)
			.finishedAt(this.clock.instant())
			.version(record.version() + 1)
			.build();
		this.table.commit(new TableChange.Replace<>(task, record, end, List.of()));
	}

	@Test
	void endWithoutAnyConsequenceIsToldAndCounted() throws Exception {
		AtomicInteger told = new AtomicInteger();
		startWith(KindOptions.NONE);
		host().registerExternal("s1", named("lost"), (record) -> told.incrementAndGet());
		endBehindItsBack(taskOf(session().task("lost")));
		try (LogLines log = LogLines.of(CountCheck.class)) {
			supervise();
			assertThat(log.warnings()).hasSize(4).allMatch((line) -> line.contains("disagreed with the records by"));
		}
		assertThat(session().task("lost").await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		host().awaitIdle(PATIENCE);
		assertThat(told).hasValue(1);
		assertThat(this.repairs).contains(HostRepair.WAIT, HostRepair.COUNTER);
		HostChecks.assertIdle(host());
		host().session("s1").spawn("other", (context) -> "next").await(PATIENCE);
		HostChecks.assertIdle(host());
	}

	@Test
	void lostSlotIsGivenBack() throws Exception {
		startWith(KindOptions.NONE.withMaxConcurrent(1));
		session().spawn("other", (context) -> "first").await(PATIENCE);
		host().awaitIdle(PATIENCE);
		slots().tryTake();
		BackgroundTaskHandle<String> queued = session().spawn("other", (context) -> "second");
		supervise();
		assertThat(queued.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.repairs).containsExactly(HostRepair.COUNTER);
	}

	@Test
	void lostPlaceOfTheLiveLimitIsGivenBack() throws Exception {
		startWith(KindOptions.NONE);
		host().parts().door.admitted.correctLive(5);
		host().parts().door.retention.correct(-2);
		supervise();
		assertThat(host().statistics().live()).isZero();
		assertThat(this.repairs).containsExactly(HostRepair.COUNTER, HostRepair.COUNTER);
		HostChecks.assertIdle(host());
	}

}
