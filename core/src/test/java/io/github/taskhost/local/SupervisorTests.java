package io.github.taskhost.local;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.body.Attempt;
import io.github.taskhost.local.host.Supervisor;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults that a test puts into a host: the supervisor finds, logs, counts and mends each
 * within a minute.
 */
class SupervisorTests extends LocalHostTest {

	private final TableWithPoints table = new TableWithPoints();

	private final Repairs repairs = new Repairs();

	private void startWith(KindOptions options) {
		start((builder) -> prepare(builder, options));
	}

	private LocalBackgroundTaskHost.Builder prepare(LocalBackgroundTaskHost.Builder builder, KindOptions options) {
		return builder.table(this.table).options(options().withKinds(Map.of("other", options))).metrics(this.repairs);
	}

	/** Lets the supervisor look three times, which takes a minute. */
	private void supervise() throws InterruptedException {
		look(3);
	}

	private void assertRepairs(HostRepair... expected) throws InterruptedException {
		assertThat(this.repairs.await(expected.length)).containsExactly(expected);
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
		assertThat(this.repairs.told()).isEmpty();
		this.release.countDown();
		running.await(PATIENCE);
		queued.await(PATIENCE);
	}

	@Test
	void clockThatIsSetPastAStartIsNoFault() throws Exception {
		startWith(KindOptions.NONE);
		Duration start = Duration.ofHours(3);
		BackgroundTaskHandle<String> later = session().spawn(
				BackgroundTaskRegistration.ofKind("other").startAt(this.clock.instant().plus(start)).build(),
				(context) -> "done");
		this.clock.advance(start);
		supervise();
		assertThat(this.repairs.told()).isEmpty();
		supervise();
		assertThat(later.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.repairs.told()).isEmpty();
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
		assertRepairs(HostRepair.THREAD);
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
		assertRepairs(HostRepair.THREAD);
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
		assertRepairs(HostRepair.START);
	}

	/** A timer that loses the alarms with one delay. */
	private TaskTimer losing(Duration delay) {
		return new ForwardingTimer(this.timer) {

			@Override
			public Scheduled schedule(Runnable action, Duration wanted) {
				return wanted.equals(delay) ? () -> {
				} : super.schedule(action, wanted);
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
		assertRepairs(HostRepair.WAIT);
	}

	@Test
	void lostHeartbeatAlarmIsEnforced() throws Exception {
		startLosing(Duration.ofSeconds(3), KindOptions.NONE.withHeartbeatTimeout(Duration.ofSeconds(3)));
		host().registerExternal("s1", named("silent"), null);
		supervise();
		assertThat(session().task("silent").await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertRepairs(HostRepair.WAIT);
	}

	@Test
	void lostDeadlineOfAQuestionIsEnforced() throws Exception {
		startLosing(Duration.ofSeconds(3), KindOptions.NONE);
		host().registerExternal("s1", named("asks"), null);
		host().reporter("s1", "asks")
			.ask(InputRequest.of("key", "Go on?").withDeadline(this.clock.instant().plusSeconds(3)));
		supervise();
		assertThat(session().task("asks").record().inputRequest()).isNull();
		assertRepairs(HostRepair.WAIT);
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
		assertRepairs(HostRepair.WAIT);
	}

	@Test
	void lostSlotIsGivenBack() throws Exception {
		startWith(KindOptions.NONE.withMaxConcurrent(1));
		session().spawn("other", (context) -> "first").await(PATIENCE);
		host().awaitIdle(PATIENCE);
		slots().tryTake("s1");
		BackgroundTaskHandle<String> queued = session().spawn("other", (context) -> "second");
		supervise();
		assertThat(queued.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertRepairs(HostRepair.COUNTER);
	}

	@Test
	void lostPlaceOfTheLiveLimitIsGivenBack() throws Exception {
		startWith(KindOptions.NONE);
		host().parts().door.admitted.correctLive(5);
		host().parts().door.retention.correct(-2);
		supervise();
		assertThat(host().statistics().live()).isZero();
		assertRepairs(HostRepair.COUNTER, HostRepair.COUNTER);
		HostChecks.assertIdle(host());
	}

	/** The factory is slower than two looks. */
	@Test
	void startThatIsUnderWayIsNoFault() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		start((builder) -> prepare(builder, KindOptions.NONE).threads((work) -> {
			asked.countDown();
			awaitIgnoringInterrupts(this.release);
			return new Thread(work);
		}, HostThreads.platformFactory()));
		AtomicReference<BackgroundTaskHandle<String>> task = new AtomicReference<>();
		Thread spawner = Thread.ofPlatform().start(() -> task.set(session().spawn("other", (context) -> "done")));
		await(asked);
		supervise();
		this.release.countDown();
		spawner.join();
		assertThat(task.get().await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.repairs.told()).isEmpty();
		HostChecks.assertIdle(host());
	}

	/** The threads of the factory start their work on another thread, and stay new. */
	@Test
	void threadThatStaysNewIsNoFault() throws Exception {
		start((builder) -> prepare(builder, KindOptions.NONE).threads((work) -> new Thread(work) {

			@Override
			public void start() {
				Thread.ofPlatform().start(work);
			}

		}, HostThreads.platformFactory()));
		BackgroundTaskHandle<String> task = session().spawn("other", (context) -> {
			await(this.release);
			return "done";
		});
		supervise();
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.repairs.told()).isEmpty();
	}

	@Test
	void workThatBeginsAfterItsEndWasClaimedRunsNothing() throws Exception {
		AtomicReference<Runnable> begins = new AtomicReference<>();
		AtomicInteger runs = new AtomicInteger();
		start((builder) -> prepare(builder, KindOptions.NONE.withMaxConcurrent(1)).threads((work) -> {
			begins.set(work);
			return idle(work);
		}, HostThreads.platformFactory()));
		BackgroundTaskHandle<String> task = session().spawn("other", (context) -> {
			runs.incrementAndGet();
			return "late";
		});
		joinThreads();
		supervise();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		begins.get().run();
		assertThat(runs).hasValue(0);
		HostChecks.assertIdle(host());
	}

	@Test
	void alarmCallsTheFactoryOnAPlatformThread() throws Exception {
		AtomicReference<Boolean> virtual = new AtomicReference<>();
		start((builder) -> prepare(builder, KindOptions.NONE).threads((work) -> {
			virtual.set(Thread.currentThread().isVirtual());
			return new Thread(work);
		}, HostThreads.platformFactory()));
		BackgroundTaskHandle<String> task = session().spawn(
				BackgroundTaskRegistration.ofKind("other").startAfter(Duration.ofSeconds(1)).build(),
				(context) -> "done");
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(virtual).hasValue(false);
	}

	private void startWith(KindOptions options, BackgroundTaskMetricsRecorder recorder) {
		start((builder) -> prepare(builder, options).metrics(recorder));
	}

	/** The recorder blocks after the insert, before the spawner asks for the start. */
	@Test
	void startThatTheSupervisorWasFasterWithTakesOneSlot() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		startWith(KindOptions.NONE.withMaxConcurrent(2), new BackgroundTaskMetricsRecorder() {

			@Override
			public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
				if (before == null) {
					inside.countDown();
					awaitIgnoringInterrupts(go);
				}
			}

		});
		Thread spawner = Thread.ofPlatform()
			.start(() -> session().spawn(
					BackgroundTaskRegistration.ofKind("other").id("later").startAfter(Duration.ofSeconds(1)).build(),
					(context) -> {
						await(this.release);
						return "done";
					}));
		await(inside);
		supervise();
		go.countDown();
		spawner.join();
		assertThat(slots().used()).isEqualTo(1);
		this.release.countDown();
		assertThat(session().task("later").await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		host().awaitIdle(PATIENCE);
		assertThat(slots().used()).isZero();
	}

	/** A context of the application blocks the thread that ended the task. */
	@Test
	void endWhoseListenersAreHeldIsToldOnce() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		CountDownLatch runs = new CountDownLatch(1);
		AtomicInteger ends = new AtomicInteger();
		start((builder) -> prepare(builder, KindOptions.NONE).metrics(new BackgroundTaskMetricsRecorder() {

			@Override
			public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
				if (after.state().isTerminal()) {
					ends.incrementAndGet();
				}
			}

			@Override
			public void repaired(HostRepair repair) {
				SupervisorTests.this.repairs.repaired(repair);
			}

		}).addContextPropagator(() -> (task) -> new TaskContextPropagator.Scope() {

			@Override
			public void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
				if (after.state().isTerminal()) {
					inside.countDown();
					awaitIgnoringInterrupts(go);
				}
			}

			@Override
			public void close(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown) {
			}

		}));
		BackgroundTaskHandle<String> task = session().spawn("other", (context) -> {
			runs.countDown();
			awaitIgnoringInterrupts(this.release);
			return "done";
		});
		await(runs);
		Thread ender = Thread.ofPlatform().start(() -> task.cancelNow("enough"));
		await(inside);
		supervise();
		go.countDown();
		ender.join();
		this.release.countDown();
		host().awaitIdle(PATIENCE);
		assertThat(ends).hasValue(1);
		assertThat(this.repairs.told()).isEmpty();
	}

	/** A timer that fails once when it is asked for the next look. */
	@Test
	void errorOfTheTimerEndsNoSupervision() throws Exception {
		AtomicInteger failures = new AtomicInteger();
		start((builder) -> prepare(builder, KindOptions.NONE).timer(new ForwardingTimer(this.timer) {

			@Override
			public Scheduled schedule(Runnable action, Duration wanted) {
				if (wanted.equals(LOOKS) && failures.getAndDecrement() > 0) {
					throw new OutOfMemoryError("Java heap space");
				}
				return super.schedule(action, wanted);
			}

		}));
		failures.set(2);
		supervise();
		assertThat(failures.get()).isNegative();
	}

	@Test
	void recorderThatHangsAtARepairEndsNoSupervision() throws Exception {
		startWith(KindOptions.NONE, new BackgroundTaskMetricsRecorder() {

			@Override
			public void repaired(HostRepair repair) {
				SupervisorTests.this.repairs.repaired(repair);
				awaitIgnoringInterrupts(SupervisorTests.this.release);
			}

		});
		host().parts().door.admitted.correctLive(5);
		supervise();
		assertRepairs(HostRepair.COUNTER);
		host().parts().door.admitted.correctLive(5);
		supervise();
		assertRepairs(HostRepair.COUNTER, HostRepair.COUNTER);
	}

}
