package io.github.taskhost.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Reported work survives a stop, and so do its timeouts, held events and sweeps. */
class RestartTests extends LocalHostTest {

	@Test
	void timeoutOfReportedWorkSurvivesAStop() throws Exception {
		host().registerExternal("s1",
				BackgroundTaskRegistration.ofKind("other").id("t1").timeout(Duration.ofHours(1)).build(), null);
		host().drain();
		host().stop();
		host().start();
		BackgroundTaskHandle<@Nullable Object> task = host().task("s1", "t1");
		this.timer.advance(Duration.ofHours(1));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(task.record().failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(FailureKind.TIMEOUT);
	}

	@Test
	void heldProgressIsDeliveredAfterARestart() throws Exception {
		host().registerExternal("s1", named("t1"), null);
		TaskReporter reporter = host().reporter("s1", "t1");
		reporter.progress(Progress.of(1, 3, "steps"));
		reporter.progress(Progress.of(2, 3, "steps"));
		host().drain();
		host().stop();
		host().start();
		this.clock.advance(options().events().progressInterval());
		reporter.progress(Progress.of(3, 3, "steps"));
		this.timer.advance(options().events().progressInterval());
		assertThat(this.events.awaitCount(BackgroundTaskEvent.Progress.class, 2)).hasSizeGreaterThanOrEqualTo(2);
	}

	@Test
	void lateSweepAfterARestartAddsNoSecondChain() throws Exception {
		TableWithPoints table = new TableWithPoints();
		CountDownLatch sweeping = new CountDownLatch(1);
		CountDownLatch swept = new CountDownLatch(1);
		start((builder) -> builder.table(table)
			.options(options().withRetention(new RetentionOptions(Duration.ofMinutes(10), 100))));
		host().registerExternal("s1", named("t1"), null);
		host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		table.before((change) -> change instanceof TableChange.Remove, () -> {
			sweeping.countDown();
			awaitIgnoringInterrupts(this.release);
		});
		this.clock.advance(Duration.ofMinutes(10));
		this.timer.advance(Duration.ofMinutes(1));
		await(sweeping);
		host().close();
		host().start();
		int before = this.timer.timesScheduled(Duration.ofMinutes(1));
		this.release.countDown();
		this.events.await(BackgroundTaskEvent.Removed.class, "t1");
		while (this.timer.timesScheduled(Duration.ofMinutes(1)) == before) {
			Thread.onSpinWait();
		}
		assertThat(this.timer.countScheduled(Duration.ofMinutes(1))).isEqualTo(1);
	}

}
