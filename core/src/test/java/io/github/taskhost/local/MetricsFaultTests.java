package io.github.taskhost.local;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.HostPhase;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.test.contract.support.GreetingCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Recorders of metrics that throw or hang decide nothing. */
class MetricsFaultTests extends LocalHostTest {

	private final AtomicInteger calls = new AtomicInteger();

	private final BackgroundTaskMetricsRecorder broken = new BackgroundTaskMetricsRecorder() {

		private void fail() {
			MetricsFaultTests.this.calls.incrementAndGet();
			throw new LinkageError("broken recorder");
		}

		@Override
		public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
			fail();
		}

		@Override
		public void inputWaited(BackgroundTaskRecord record, Duration waited) {
			fail();
		}

		@Override
		public void message(BackgroundTaskRecord record, MessageDirection direction) {
			fail();
		}

		@Override
		public void rejected(String kind, RejectionReason reason) {
			fail();
		}

		@Override
		public void eventsLost(long count) {
			fail();
		}

		@Override
		public void eventsWaited(long count) {
			fail();
		}

		@Override
		public void listenerFailed() {
			fail();
		}

	};

	@Test
	void taskRunsAndIsTold() throws Exception {
		start((builder) -> builder.codec(new GreetingCodec()).metrics(this.broken).addListener((event) -> {
			throw new IllegalStateException("broken listener");
		}));
		BackgroundTaskHandle<String> task = session().spawn(named("t1"), (context) -> {
			context.post("message");
			context.requestInput(InputRequest.of("go-on", "Go on?"));
			return "done";
		});
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		task.send("message");
		task.answer("go-on", "yes");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		host().awaitIdle(PATIENCE);
		assertThat(this.events.of("t1")).containsSubsequence("Registered", "MessageSent", "InputRequested",
				"MessageReceived", "InputAnswered", "Completed");
		assertThat(host().statistics().live()).isZero();
		assertThat(this.calls.get()).isPositive();
	}

	@Test
	void refusalKeepsItsReason() {
		start((builder) -> builder.metrics(this.broken));
		host().stop();
		assertThatExceptionOfType(TaskRejectedException.class)
			.isThrownBy(() -> session().spawn(named("t1"), (context) -> "never"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.SHUTDOWN));
	}

	@Test
	void stopEndsAllTasks() throws Exception {
		start((builder) -> builder.metrics(this.broken));
		assertStopEndsThreeTasks();
	}

	@Test
	void recorderThatHangsHoldsUpNoStop() throws Exception {
		start((builder) -> builder
			.options(options().withShutdown(new ShutdownOptions(Duration.ofMillis(20), Duration.ofMillis(20))))
			.metrics(new BackgroundTaskMetricsRecorder() {

				@Override
				public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
					if (before != null) {
						awaitIgnoringInterrupts(MetricsFaultTests.this.release);
					}
				}

			}));
		assertStopEndsThreeTasks();
	}

	private void assertStopEndsThreeTasks() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(3);
		for (int i = 0; i < 3; i++) {
			session().spawn(named("t" + i), (context) -> {
				running.countDown();
				context.sleep(Duration.ofDays(1));
				return null;
			});
		}
		await(running);
		host().stop();
		assertThat(host().phase()).isEqualTo(HostPhase.STOPPED);
		for (int i = 0; i < 3; i++) {
			assertThat(host().getManaged("s1", "t" + i)).map(BackgroundTaskRecord::state)
				.hasValue(BackgroundTaskState.CANCELLED);
		}
	}

	@Test
	void transitionByAnAlarmIsRecordedOnAHelper() throws Exception {
		CompletableFuture<String> recorder = new CompletableFuture<>();
		start((builder) -> builder.metrics(new BackgroundTaskMetricsRecorder() {

			@Override
			public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
				if (after.state() == BackgroundTaskState.FAILED) {
					recorder.complete(Thread.currentThread().getName());
				}
			}

		}));
		session().spawn(named("t1").toBuilder().timeout(Duration.ofSeconds(3)).build(), (context) -> {
			this.release.await();
			return "never";
		});
		this.timer.awaitScheduled(Duration.ofSeconds(3));
		this.timer.advance(Duration.ofSeconds(3));
		assertThat(recorder.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).doesNotContain("alarm");
	}

}
