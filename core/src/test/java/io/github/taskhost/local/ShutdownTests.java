package io.github.taskhost.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Level;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.HostPhase;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.local.host.Shutdown;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.PlatformTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The two stages of a stop, and a restart. */
class ShutdownTests extends LocalHostTest {

	@Test
	void drainingEndsSubscriptionsAndStillAdmitsWork() throws Exception {
		BackgroundTaskSubscription reader = host().subscribe(BackgroundTaskFilter.all());
		host().drain();
		assertThat(reader.isEnded()).isTrue();
		assertThat(host().phase()).isEqualTo(HostPhase.DRAINING);
		assertThatExceptionOfType(TaskRejectedException.class)
			.isThrownBy(() -> host().subscribe(BackgroundTaskFilter.all()));
		assertThat(session().spawn("other", (context) -> "taken").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void stopAsksBodiesToCancelAndCancelsWaitingTasks() throws Exception {
		CountDownLatch running = new CountDownLatch(2);
		BackgroundTaskHandle<@Nullable Void> sleeper = session().spawn("other", (context) -> {
			running.countDown();
			context.sleep(Duration.ofDays(1));
			return null;
		});
		BackgroundTaskHandle<@Nullable Void> waiter = session().spawn(named("waiter"), (context) -> {
			context.live(BackgroundTaskState.WAITING);
			running.countDown();
			this.release.await();
			return null;
		});
		await(running);
		host().close();
		assertThat(sleeper.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(sleeper.record().cancelReason()).contains("shutting down");
		assertThat(waiter.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.events.of("waiter")).doesNotContain("CancelRequested");
		assertThat(host().phase()).isEqualTo(HostPhase.STOPPED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT2628000H", "PT9223372036854775807S" })
	void stopWithTheLongestTimesEndsTasks(Duration time) throws Exception {
		start((builder) -> builder.options(options().withShutdown(new ShutdownOptions(time, time))));
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = session().spawn("other", (context) -> {
			running.countDown();
			context.sleep(Duration.ofDays(1));
			return null;
		});
		await(running);
		host().stop();
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void bodyThatIgnoresInterruptsIsLoggedAndAbandoned() throws Exception {
		start((builder) -> builder
			.options(options().withShutdown(new ShutdownOptions(Duration.ofMillis(20), Duration.ofMillis(20)))));
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = session().spawn("other", (context) -> {
			running.countDown();
			awaitIgnoringInterrupts(this.release);
			return null;
		});
		await(running);
		host().close();
		BackgroundTaskRecord end = task.record();
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.abandoned()).isTrue();
		assertThat(host().statistics().unresponsive()).isEqualTo(1);
	}

	@Test
	void stopThatWaitsNamesTheTasks() throws Exception {
		start((builder) -> builder
			.options(options().withShutdown(new ShutdownOptions(Duration.ofMillis(1_010), Duration.ofSeconds(20)))));
		CountDownLatch running = new CountDownLatch(1);
		session().spawn(named("t1"), (context) -> {
			running.countDown();
			await(this.release);
			return "done";
		});
		await(running);
		try (LogLines lines = LogLines.of(Shutdown.class, Level.INFO)) {
			host().stop();
			assertThat(lines.warnings()).first().asString().contains("wind down", "PT1.01S", "s1/t1");
		}
	}

	@Test
	void threadsOfTasksThatEndedBeforeTheStopAreLoggedOnce() throws Exception {
		start((builder) -> builder
			.options(options().withShutdown(new ShutdownOptions(Duration.ofMillis(20), Duration.ofMillis(20)))));
		CountDownLatch running = new CountDownLatch(3);
		for (String id : List.of("earlier1", "earlier2", "left")) {
			session().spawn(named(id), (context) -> {
				running.countDown();
				awaitIgnoringInterrupts(this.release);
				return null;
			});
		}
		await(running);
		host().cancelManaged("s1", "earlier1");
		host().markTerminal("s1", "earlier2", BackgroundTaskState.FAILED);
		try (LogLines lines = LogLines.of(Shutdown.class)) {
			host().stop();
			assertThat(lines.warnings()).hasSize(2);
			assertThat(lines.warnings().get(0)).contains("1 thread(s)", "s1/left").doesNotContain("earlier");
			assertThat(lines.warnings().get(1)).contains("2 thread(s)", "before the stop", "s1/earlier1", "s1/earlier2")
				.doesNotContain("left");
		}
	}

	@Test
	void taskThatEndedInTimeIsNotLoggedAsLeft() throws Exception {
		BackgroundTaskRecord running = session().spawn(named("t1"), (context) -> null).await(PATIENCE);
		BackgroundTaskRecord adopted = BackgroundTaskRecord
			.builder(UUID.fromString("01900000-0000-7000-8000-000000000001"), "s1", named("ending"),
					running.createdAt())
			.mode(TaskMode.MANAGED)
			.state(BackgroundTaskState.RUNNING)
			.stateSince(running.createdAt())
			.startedAt(running.createdAt())
			.build();
		host().adopt(adopted).work(new EndingBody(host()));
		LogLines lines = LogLines.of(Shutdown.class);
		try {
			host().stop();
		}
		finally {
			lines.close();
		}
		assertThat(host().find(adopted.uid()).orElseThrow().abandoned()).isFalse();
		assertThat(lines.warnings()).isEmpty();
	}

	@Test
	void stoppedHostAdmitsNothingUntilItsRestart() throws Exception {
		host().close();
		assertThatExceptionOfType(TaskRejectedException.class)
			.isThrownBy(() -> session().spawn("other", (context) -> "no"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.SHUTDOWN));
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> session().spawnHidden("no", () -> {
		}));
		host().start();
		assertThat(session().spawn("other", (context) -> "yes").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
		host().subscribe(BackgroundTaskFilter.all()).close();
	}

	@Test
	void hiddenWorkIsInterrupted() throws Exception {
		start((builder) -> builder
			.options(options().withShutdown(new ShutdownOptions(Duration.ofMillis(20), Duration.ofSeconds(20)))));
		CountDownLatch interrupted = new CountDownLatch(1);
		session().spawnHidden("work", () -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		host().close();
		await(interrupted);
	}

	@Test
	void everyAdmittedTaskEndsWithAStop() throws Exception {
		for (int round = 0; round < 20; round++) {
			LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().options(options()).build();
			List<BackgroundTaskHandle<@Nullable Void>> taken = new ArrayList<>();
			CountDownLatch go = new CountDownLatch(1);
			try (ExecutorService spawners = Executors.newFixedThreadPool(3)) {
				List<Future<List<BackgroundTaskHandle<@Nullable Void>>>> results = new ArrayList<>();
				for (int i = 0; i < 3; i++) {
					results.add(spawners.submit(() -> {
						go.await();
						return spawnUntilRefused(host);
					}));
				}
				go.countDown();
				host.close();
				for (Future<List<BackgroundTaskHandle<@Nullable Void>>> result : results) {
					taken.addAll(result.get());
				}
			}
			assertThat(taken)
				.allSatisfy((task) -> assertThat(task.record().state()).matches(BackgroundTaskState::isTerminal));
			assertThat(host.statistics().live()).isZero();
		}
	}

	/**
	 * A body whose thread has committed the end of its task and has not taken itself from
	 * the task yet.
	 */
	private record EndingBody(LocalBackgroundTaskHost host) implements Work.Body {

		@Override
		public boolean isOver() {
			this.host.markTerminal("s1", "ending", BackgroundTaskState.CANCELLED);
			return true;
		}

		@Override
		public @Nullable Thread thread() {
			return null;
		}

		@Override
		public boolean runsOn(Thread candidate) {
			return false;
		}

		@Override
		public boolean isDequeued() {
			return false;
		}

		@Override
		public boolean isUnresponsive() {
			return false;
		}

		@Override
		public void askToYield() {
		}

		@Override
		public void interrupt() {
		}

	}

	private static List<BackgroundTaskHandle<@Nullable Void>> spawnUntilRefused(LocalBackgroundTaskHost host) {
		List<BackgroundTaskHandle<@Nullable Void>> taken = new ArrayList<>();
		try {
			while (taken.size() < 10_000) {
				taken.add(host.session("s1").spawn("other", (context) -> {
					context.sleep(Duration.ofDays(1));
					return null;
				}));
			}
		}
		catch (TaskRejectedException ex) {
			assertThat(ex.reason()).isEqualTo(RejectionReason.SHUTDOWN);
		}
		return taken;
	}

	@Test
	void startsAndStopsInManyThreadsLeaveARunningOrAStoppedHost() throws Exception {
		LocalBackgroundTaskHost host = start((builder) -> builder.timer(new PlatformTimer()));
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			List<Future<?>> rounds = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				rounds.add(threads.submit(() -> {
					for (int round = 0; round < 10; round++) {
						host.start();
						spawnOne(host);
						host.close();
					}
				}));
			}
			for (Future<?> round : rounds) {
				round.get();
			}
		}
		host.start();
		assertThat(host.session("s1").spawn("other", (context) -> "fine").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private static void spawnOne(LocalBackgroundTaskHost host) {
		try {
			host.session("s1").spawn("other", (context) -> null);
		}
		catch (TaskRejectedException ex) {
			assertThat(ex.reason()).isEqualTo(RejectionReason.SHUTDOWN);
		}
	}

	@Test
	void stopReturnsDespiteABlockedListenerOfWakes() throws Exception {
		AtomicBoolean told = new AtomicBoolean();
		start((builder) -> builder
			.options(options().withShutdown(new ShutdownOptions(Duration.ofMillis(20), Duration.ofMillis(20))))
			.addListener(new BackgroundTaskListener() {

				@Override
				public void onEvent(BackgroundTaskEvent event) {
				}

				@Override
				public void onWake(SessionWake wake) {
					try {
						awaitIgnoringInterrupts(ShutdownTests.this.release);
					}
					finally {
						told.set(true);
					}
				}

			}));
		session().spawn(BackgroundTaskRegistration.ofKind("other")
			.id("t1")
			.wakePolicy(WakePolicy.ON_TERMINAL)
			.startAfter(Duration.ofHours(1))
			.build(), (context) -> "never");
		host().stop();
		assertThat(host().phase()).isEqualTo(HostPhase.STOPPED);
		assertThat(told).isFalse();
		assertThat(host().drainWakes("s1").wakes()).hasSize(1);
	}

	@Test
	void stopByABodyNamesItsCaller() throws Exception {
		LocalBackgroundTaskHost host = host();
		try (LogLines log = LogLines.of(Shutdown.class)) {
			CountDownLatch stopped = new CountDownLatch(1);
			session().spawn(named("caller"), (context) -> {
				host.stop();
				stopped.countDown();
				return "stopped";
			});
			await(stopped);
			assertThat(log.warnings()).singleElement().asString().contains("s1/caller", "called the stop");
		}
	}

}
