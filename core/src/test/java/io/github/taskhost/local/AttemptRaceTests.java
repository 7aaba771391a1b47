package io.github.taskhost.local;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.HostPhase;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.body.Heartbeats;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Races of attempts that rarely occur; a timer with hooks provokes them. */
class AttemptRaceTests extends LocalHostTest {

	private static final Duration DEADLINE = Duration.ofSeconds(103);

	@Test
	void heartbeatAlarmSurvivesConcurrentChangesOfState() throws Exception {
		CountDownLatch paused = new CountDownLatch(1);
		WatchedTimer pausing = new WatchedTimer(this.timer, Heartbeats.class, () -> {
			paused.countDown();
			awaitIgnoringInterrupts(this.release);
		});
		start((builder) -> builder.timer(pausing)
			.options(options().withKinds(Map.of("other", KindOptions.NONE.withHeartbeatTimeout(DEADLINE)))));
		host().registerExternal("s1", named("t1"), null);
		pausing.arm();
		Thread first = Thread.startVirtualThread(() -> host().markLiveState("s1", "t1", BackgroundTaskState.WAITING));
		await(paused);
		Thread second = Thread.startVirtualThread(() -> host().markLiveState("s1", "t1", BackgroundTaskState.RUNNING));
		while (second.getState() != Thread.State.WAITING && second.getState() != Thread.State.TERMINATED) {
			Thread.onSpinWait();
		}
		this.release.countDown();
		assertThat(first.join(PATIENCE) && second.join(PATIENCE)).isTrue();
		this.timer.advance(DEADLINE);
		assertThat(this.events.await(BackgroundTaskEvent.Failed.class, "t1")).isNotNull();
	}

	@Test
	void resetWaitsForARunningSweep() throws Exception {
		start((builder) -> builder.options(options().withRetention(new RetentionOptions(Duration.ofMinutes(7), 100))));
		Duration sweep = Duration.ofSeconds(42);
		CountDownLatch running = new CountDownLatch(1);
		session().spawn("other", (context) -> {
			running.countDown();
			awaitIgnoringInterrupts(this.release);
			return null;
		});
		await(running);
		FutureTask<@Nullable Void> reset = new FutureTask<>(() -> {
			host().reset(PATIENCE);
			return null;
		});
		Thread.startVirtualThread(reset);
		while (host().phase() != HostPhase.STOPPING) {
			Thread.onSpinWait();
		}
		this.timer.advance(sweep);
		this.timer.awaitScheduled(sweep);
		this.release.countDown();
		reset.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

}
