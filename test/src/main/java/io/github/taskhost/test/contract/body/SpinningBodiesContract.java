package io.github.taskhost.test.contract.body;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Deadlines while spinning bodies occupy all carriers of virtual threads. */
abstract class SpinningBodiesContract extends AbstractHostContract {

	private static final int CARRIERS = Integer.getInteger("jdk.virtualThreadScheduler.parallelism",
			Runtime.getRuntime().availableProcessors());

	private static final Duration SILENCE = Duration.ofSeconds(107);

	private static final Duration TIMEOUT = Duration.ofSeconds(307);

	private final List<BackgroundTaskHandle<@Nullable Void>> spinning = new ArrayList<>();

	private volatile boolean over;

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options()
			.withKinds(Map.of("watched", KindOptions.NONE.withHeartbeatTimeout(SILENCE), "compute",
					KindOptions.NONE.withThread(ThreadType.PLATFORM)))
			.withShutdown(new ShutdownOptions(Duration.ofMillis(1), Duration.ofMillis(1)));
	}

	@AfterEach
	void endSpinning() {
		this.over = true;
	}

	private static BackgroundTaskRegistration.Builder kind(String kind, String id) {
		return BackgroundTaskRegistration.ofKind(kind).id(id);
	}

	private void occupyAllCarriers(String kind) throws InterruptedException {
		CountDownLatch running = new CountDownLatch(CARRIERS);
		for (int i = 0; i < CARRIERS; i++) {
			this.spinning
				.add(this.host.spawnManaged("s1", kind(kind, "spin-" + i).timeout(TIMEOUT).build(), (context) -> {
					running.countDown();
					while (!this.over) {
						Thread.onSpinWait();
					}
					return null;
				}));
		}
		await(running);
	}

	private void assertEnded(@Nullable FailureKind kind) throws InterruptedException {
		for (BackgroundTaskHandle<?> task : this.spinning) {
			BackgroundTaskRecord end = task.await(PATIENCE);
			TaskFailure failure = end.failure();
			assertThat((failure != null) ? failure.kind() : null).isEqualTo(kind);
		}
		assertThat(this.host.statistics().unresponsive()).isEqualTo(CARRIERS);
	}

	private static void awaitState(BackgroundTaskHandle<?> task, BackgroundTaskState state) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (task.record().state() != state) {
			assertThat(System.nanoTime()).as("nanoseconds until the state %s", state).isLessThan(end);
			Thread.onSpinWait();
		}
	}

	@Test
	void timeoutEndsTheTasks() throws Exception {
		occupyAllCarriers("other");
		this.timer.advance(TIMEOUT);
		assertEnded(FailureKind.TIMEOUT);
	}

	@Test
	void cancelRequestEscalates() throws Exception {
		occupyAllCarriers("other");
		this.spinning.forEach((task) -> task.cancel("enough"));
		this.timer.advance(options().cancel().gracePeriod());
		this.timer.awaitScheduled(options().cancel().abandonAfter(), CARRIERS);
		this.timer.advance(options().cancel().abandonAfter());
		assertEnded(null);
		assertThat(this.spinning).allMatch((task) -> task.record().abandoned());
	}

	@Test
	void silenceEndsTheTasks() throws Exception {
		occupyAllCarriers("watched");
		this.timer.advance(SILENCE);
		this.timer.awaitScheduled(options().cancel().abandonAfter(), CARRIERS);
		this.timer.advance(options().cancel().abandonAfter());
		assertEnded(FailureKind.HEARTBEAT_LOST);
	}

	@Test
	void delayedBodyOnAPlatformThreadStarts() throws Exception {
		occupyAllCarriers("other");
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1",
				kind("compute", "delayed").startAfter(Duration.ofSeconds(5)).build(), (context) -> "done");
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.spinning).allMatch((other) -> other.record().state() == BackgroundTaskState.RUNNING);
	}

	@Test
	void bodiesThatSpinOnPlatformThreadsLeaveTheCarriersToOthers() throws Exception {
		occupyAllCarriers("compute");
		BackgroundTaskHandle<String> other = this.host.spawnManaged("s1", named("other"), (context) -> "done");
		assertThat(other.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.spinning).allMatch((task) -> task.record().state() == BackgroundTaskState.RUNNING);
	}

	@Test
	void questionLapsesAtItsDeadline() throws Exception {
		this.host.registerExternal("s1", named("asking"), null);
		TaskReporter reporter = this.host.reporter("s1", "asking");
		occupyAllCarriers("other");
		reporter.ask(InputRequest.of("go-on", "Go on?").withDeadline(this.clock.instant().plusSeconds(5)));
		this.timer.advance(Duration.ofSeconds(5));
		awaitState(this.host.task("s1", "asking"), BackgroundTaskState.RUNNING);
	}

	@Test
	void stopReturnsAndEndsTheTasks() throws Exception {
		occupyAllCarriers("other");
		factory().stop(this.host);
		assertEnded(null);
		assertThat(this.spinning).allMatch((task) -> task.record().abandoned());
	}

}
