package io.github.taskhost.test.contract.body;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ends of bodies that the host told to end: the end follows the reason of the host, not
 * the class of the exception by which the blocked call reports it.
 */
abstract class StoppedBodiesContract extends AbstractHostContract {

	private static final Duration SILENCE = Duration.ofSeconds(107);

	private static final Duration TIMEOUT = Duration.ofSeconds(97);

	private final CountDownLatch running = new CountDownLatch(1);

	@Override
	protected BackgroundTaskHostOptions options() {
		KindOptions virtual = KindOptions.NONE.withHeartbeatTimeout(SILENCE);
		return super.options()
			.withKinds(Map.of("virtual", virtual, "platform", virtual.withThread(ThreadType.PLATFORM)))
			.withShutdown(new ShutdownOptions(Duration.ofMillis(1), PATIENCE));
	}

	static Stream<Arguments> waysToStop() {
		return Stream.of(BlockingCall.values())
			.flatMap((
					call) -> Stream.of(ThreadType.values()).filter(call::endsOn).map((thread) -> List.of(call, thread)))
			.flatMap((pair) -> Stream.of(Stop.values())
				.filter((stop) -> stop.actions || ((BlockingCall) pair.get(0)).isInterruptible())
				.map((stop) -> Arguments.of(pair.get(0), pair.get(1), stop)));
	}

	private static BackgroundTaskRegistration.Builder registration(ThreadType thread) {
		return BackgroundTaskRegistration.ofKind((thread == ThreadType.VIRTUAL) ? "virtual" : "platform")
			.id("t1")
			.closePolicy(ClosePolicy.CANCEL)
			.retry(TaskRetryPolicy.ofMaxAttempts(3));
	}

	@ParameterizedTest(name = "{0} on a {1} thread: {2}")
	@MethodSource("waysToStop")
	void endFollowsTheReasonOfTheHost(BlockingCall call, ThreadType thread, Stop stop) throws Exception {
		BackgroundTaskRegistration.Builder registration = registration(thread);
		if (stop == Stop.TIMEOUT) {
			registration.timeout(TIMEOUT);
		}
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", registration.build(), (context) -> {
			call.block(context, this.running);
			return null;
		});
		await(this.running);
		stop(stop, task);
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state())
			.isEqualTo((stop.failure == null) ? BackgroundTaskState.CANCELLED : BackgroundTaskState.FAILED);
		assertThat(end.abandoned()).isFalse();
		assertThat(end.attempt()).as("attempts").isEqualTo(1);
		if (stop.failure != null) {
			assertThat(end.failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(stop.failure);
		}
		this.host.awaitIdle(PATIENCE);
		assertThat(task.record()).isEqualTo(end);
		assertThat(this.host.statistics().unresponsive()).isZero();
	}

	private void stop(Stop stop, BackgroundTaskHandle<?> task) throws Exception {
		switch (stop) {
			case CANCEL -> {
				task.cancel("enough");
				this.timer.advance(options().cancel().gracePeriod());
			}
			case CANCEL_NOW -> this.host.cancelManaged("s1", "t1");
			case CLOSE -> close();
			case SILENCE -> this.timer.advance(SILENCE);
			case TIMEOUT -> this.timer.advance(TIMEOUT);
			case STOP -> factory().stop(this.host);
		}
	}

	/** Closes the session; both the escalation and the close wait the grace period. */
	private void close() throws Exception {
		FutureTask<?> close = new FutureTask<>(() -> this.host.closeSession("s1", null));
		Thread.ofPlatform().start(close);
		while (!close.isDone() && !this.timer.isScheduled(options().cancel().gracePeriod())) {
			Thread.onSpinWait();
		}
		this.timer.advance(options().cancel().gracePeriod());
		close.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	@Test
	void exceptionAfterACancelRequestIsKept() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1",
				registration(ThreadType.VIRTUAL).build(), (context) -> {
					this.running.countDown();
					this.release.await();
					throw new IllegalStateException("half of the rows are written");
				});
		await(this.running);
		task.cancel("enough");
		this.release.countDown();
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.failure()).isEqualTo(new TaskFailure(FailureKind.EXCEPTION,
				IllegalStateException.class.getName(), "half of the rows are written"));
		assertThat(end.cancelReason()).isEqualTo("enough");
		assertThat(task.failure()).containsInstanceOf(IllegalStateException.class);
		this.host.awaitIdle(PATIENCE);
		assertThat(this.events.of("t1")).endsWith("CancelRequested", "Cancelled").doesNotContain("Failed");
	}

	@Test
	void exceptionWithoutACancelRequestIsAFailure() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			throw new InterruptedException("not by the host");
		});
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(FailureKind.EXCEPTION);
	}

	@Test
	void failureThatTheBodyReportsAfterACancelRequestFailsTheTask() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			this.running.countDown();
			this.release.await();
			context.fail(new TaskFailure(FailureKind.REPORTED, null, "the disk is full"));
			throw new IllegalStateException("the disk is full");
		});
		await(this.running);
		task.cancel(null);
		this.release.countDown();
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(FailureKind.REPORTED);
	}

	@Test
	void bodyThatWentOnAfterAnInterruptForSilenceFailsOnItsOwn() throws Exception {
		CountDownLatch resumed = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1",
				BackgroundTaskRegistration.ofKind("virtual").id("t1").build(), (context) -> {
					try {
						this.running.countDown();
						new CountDownLatch(1).await();
					}
					catch (InterruptedException ex) {
						context.heartbeat();
						resumed.countDown();
					}
					this.release.await();
					throw new IllegalStateException("broken");
				});
		await(this.running);
		this.timer.awaitScheduled(SILENCE);
		this.timer.advance(SILENCE);
		await(resumed);
		this.timer.awaitScheduled(options().cancel().abandonAfter());
		this.timer.advance(options().cancel().abandonAfter());
		this.release.countDown();
		assertThat(task.await(PATIENCE).failure()).isNotNull()
			.extracting(TaskFailure::kind)
			.isEqualTo(FailureKind.EXCEPTION);
	}

	/** The ways in which the host tells a body to end. */
	enum Stop {

		CANCEL(true, null), CANCEL_NOW(true, null), CLOSE(true, null), SILENCE(false, FailureKind.HEARTBEAT_LOST),
		TIMEOUT(true, FailureKind.TIMEOUT), STOP(true, null);

		/** Whether the cancel actions of the body run. */
		private final boolean actions;

		private final @Nullable FailureKind failure;

		Stop(boolean actions, @Nullable FailureKind failure) {
			this.actions = actions;
			this.failure = failure;
		}

	}

}
