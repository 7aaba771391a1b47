package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Totals of starts and ends, and the task that waits longest. */
abstract class TotalsContract extends AbstractRetriesContract {

	private void requireTotals(long started, long completed, long failed, long cancelled) {
		assertThat(this.host.statistics().started("other")).isEqualTo(started);
		assertThat(this.host.statistics().ended("other", BackgroundTaskState.COMPLETED)).isEqualTo(completed);
		assertThat(this.host.statistics().ended("other", BackgroundTaskState.FAILED)).isEqualTo(failed);
		assertThat(this.host.statistics().ended("other", BackgroundTaskState.CANCELLED)).isEqualTo(cancelled);
	}

	@Test
	void startsAndEndsAreCountedByKindAndOutcome() throws InterruptedException {
		requireTotals(0, 0, 0, 0);
		this.host.spawnManaged("s1", named("t1"), (context) -> "done").await(PATIENCE);
		this.host.spawnManaged("s1", named("t2"), (context) -> {
			throw new IllegalStateException("no");
		}).await(PATIENCE);
		BackgroundTaskHandle<@Nullable Void> running = this.host.spawnManaged("s1", named("t3"), waiting());
		this.host.registerExternal("s2", named("t4"), null);
		requireTotals(4, 1, 1, 0);
		running.cancelNow("enough");
		running.await(PATIENCE);
		this.host.markTerminal("s2", "t4", BackgroundTaskState.COMPLETED);
		requireTotals(4, 2, 1, 1);
		assertThat(this.host.statistics().started("unknown")).isZero();
		assertThat(this.host.statistics().ended("unknown", BackgroundTaskState.FAILED)).isZero();
	}

	@Test
	void taskThatEndsBeforeItsStartHasNotStarted() {
		this.host.register("s1", named("t1"));
		requireTotals(0, 0, 0, 0);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.CANCELLED);
		requireTotals(0, 0, 0, 1);
	}

	@Test
	void refusedAndRepeatedWritesCountNothing() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.FAILED);
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		requireTotals(1, 1, 0, 0);
	}

	@Test
	void retriedTaskCountsOnce() throws InterruptedException {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", retried("t1"), failing(1));
		this.timer.awaitScheduled(FIRST);
		requireTotals(1, 0, 0, 0);
		this.timer.advance(FIRST);
		task.await(PATIENCE);
		requireTotals(1, 1, 0, 0);
	}

	@Test
	void removedTasksStayCounted() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.unregisterExternal("s1", "t1");
		requireTotals(1, 0, 0, 0);
	}

	@Test
	void stateIsTerminal() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.host.statistics().ended("other", BackgroundTaskState.RUNNING))
			.withMessageContaining("RUNNING")
			.withMessageContaining("COMPLETED");
	}

	@Test
	void oldestTaskOfAStateIsNamed() {
		assertThat(this.host.statistics().oldestTask(BackgroundTaskState.PENDING)).isEmpty();
		BackgroundTaskRecord first = this.host.register("s1", named("t1"));
		this.clock.advance(Duration.ofSeconds(1));
		BackgroundTaskRecord second = this.host.register("s2", named("t2"));
		assertThat(this.host.statistics().oldestTask(BackgroundTaskState.PENDING)).hasValue(first.uid());
		assertThat(this.host.statistics().oldest(BackgroundTaskState.PENDING)).hasValue(first.stateSince());
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		assertThat(this.host.statistics().oldestTask(BackgroundTaskState.PENDING)).hasValue(second.uid());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.host.statistics().oldestTask(BackgroundTaskState.RUNNING));
	}

}
