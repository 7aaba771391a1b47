package io.github.taskhost.test.contract.body;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.InterruptPolicy;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Bodies of kinds that forbid interrupts: told, awaited, then abandoned. */
abstract class UninterruptedBodiesContract extends AbstractHostContract {

	private static final Duration TIMEOUT = Duration.ofSeconds(97);

	private static final Duration SILENCE = Duration.ofSeconds(107);

	private final CountDownLatch running = new CountDownLatch(1);

	private final CountDownLatch told = new CountDownLatch(1);

	private final AtomicInteger interrupts = new AtomicInteger();

	@Override
	protected BackgroundTaskHostOptions options() {
		KindOptions virtual = KindOptions.NONE.withInterrupt(InterruptPolicy.NEVER).withHeartbeatTimeout(SILENCE);
		return super.options()
			.withKinds(Map.of("virtual", virtual, "platform", virtual.withThread(ThreadType.PLATFORM)))
			.withShutdown(new ShutdownOptions(Duration.ofMillis(1), Duration.ofMillis(1)));
	}

	static Stream<Arguments> endings() {
		return Stream.of("virtual", "platform")
			.flatMap((kind) -> Stream.of(Ending.values()).map((ending) -> Arguments.of(kind, ending)));
	}

	private BackgroundTaskHandle<@Nullable Void> spawn(String kind, Ending ending) throws InterruptedException {
		BackgroundTaskRegistration.Builder registration = BackgroundTaskRegistration.ofKind(kind).id("t1");
		if (ending == Ending.ABORT_LOCAL) {
			registration.cancelPolicy(CancelPolicy.ABORT_LOCAL);
		}
		if (ending == Ending.TIMEOUT) {
			registration.timeout(TIMEOUT);
		}
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", registration.build(), (context) -> {
			context.onCancel(this.told::countDown);
			this.running.countDown();
			while (this.release.getCount() > 0) {
				awaitRelease();
			}
			if (Thread.interrupted()) {
				this.interrupts.incrementAndGet();
			}
			return null;
		});
		await(this.running);
		return task;
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			this.interrupts.incrementAndGet();
		}
	}

	@ParameterizedTest(name = "{1} of a body on a {0} thread")
	@MethodSource("endings")
	void bodyIsToldAndNotInterrupted(String kind, Ending ending) throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = spawn(kind, ending);
		end(ending, task);
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state())
			.isEqualTo((ending.failure == null) ? BackgroundTaskState.CANCELLED : BackgroundTaskState.FAILED);
		if (ending.failure != null) {
			assertThat(end.failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(ending.failure);
		}
		await(this.told);
		assertThat(this.host.statistics().unresponsive()).isEqualTo(1);
		this.release.countDown();
		this.host.awaitIdle(PATIENCE);
		assertThat(this.interrupts).as("interrupts").hasValue(0);
	}

	private void end(Ending ending, BackgroundTaskHandle<?> task) throws InterruptedException {
		switch (ending) {
			case CANCEL -> {
				task.cancel("enough");
				this.timer.advance(options().cancel().gracePeriod());
				this.timer.awaitScheduled(options().cancel().abandonAfter());
				assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
				this.timer.advance(options().cancel().abandonAfter());
			}
			case ABORT_LOCAL -> task.cancel("enough");
			case CANCEL_NOW -> this.host.cancelAllManaged("s1");
			case COMPLETE -> this.host.markTerminal("s1", "t1", BackgroundTaskState.CANCELLED);
			case SILENCE -> this.timer.advance(SILENCE);
			case TIMEOUT -> this.timer.advance(TIMEOUT);
			case STOP -> factory().stop(this.host);
		}
	}

	/** The ways in which a task ends while its body runs. */
	enum Ending {

		CANCEL(null), ABORT_LOCAL(null), CANCEL_NOW(null), COMPLETE(null), SILENCE(FailureKind.HEARTBEAT_LOST),
		TIMEOUT(FailureKind.TIMEOUT), STOP(null);

		private final @Nullable FailureKind failure;

		Ending(@Nullable FailureKind failure) {
			this.failure = failure;
		}

	}

}
