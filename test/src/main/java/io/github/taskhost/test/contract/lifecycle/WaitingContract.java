package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Waits, inspections, statistics, and operations through a session. */
abstract class WaitingContract extends AbstractHostContract {

	@Test
	void awaitTimesOutAndTheTaskContinues() {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), waiting());
		assertThatExceptionOfType(TaskAwaitTimeoutException.class).isThrownBy(() -> task.await(Duration.ZERO));
		assertThatExceptionOfType(TaskAwaitTimeoutException.class)
			.isThrownBy(() -> this.host.await("t1", Duration.ZERO))
			.withMessageContaining("t1");
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void awaitOfAnUnknownTaskIsRejected() {
		assertThatExceptionOfType(TaskNotFoundException.class)
			.isThrownBy(() -> this.host.await("nothing", Duration.ZERO));
	}

	@Test
	void bodyCannotAwaitItsOwnTask() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			this.host.await("t1", PATIENCE);
			return null;
		});
		task.await(PATIENCE);
		assertThat(task.failure()).containsInstanceOf(TaskStateException.class);
	}

	@Test
	void completionCallbackRunsOnAnotherThreadForEveryEnd() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			throw new IllegalStateException("broken");
		});
		BackgroundTaskRecord end = task.completion().toCompletableFuture().get();
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
	}

	@Test
	void inspectionShowsThreadStackAndChildren() throws Exception {
		CountDownLatch running = new CountDownLatch(2);
		BackgroundTaskHandle<@Nullable Void> parent = this.host.spawnManaged("s1", named("parent"), (context) -> {
			context.spawnChild(BackgroundTaskRegistration.ofKind("other").id("child").build(), (child) -> {
				running.countDown();
				return waiting().run(child);
			});
			running.countDown();
			return waiting().run(context);
		});
		await(running);
		TaskInspection inspection = this.host.inspect(parent.uid()).orElseThrow();
		assertThat(inspection.children()).extracting(BackgroundTaskRecord::id).containsExactly("child");
		assertThat(inspection.children().get(0).parentTaskId()).isEqualTo("parent");
		assertThat(inspection.thread()).startsWith("taskhost-other-" + parent.uid());
		assertThat(inspection.stack()).isNotEmpty();
		assertThat(inspection.unresponsive()).isFalse();
	}

	@Test
	void inspectionOfAFailureShowsItsStackTrace() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			throw new IllegalStateException("broken");
		});
		task.await(PATIENCE);
		assertThat(this.host.inspect(task.uid()).orElseThrow().failureStackTrace()).contains("IllegalStateException")
			.contains("at ");
	}

	@Test
	void statisticsReturnToZero() throws Exception {
		BackgroundTaskHandle<@Nullable Void> running = this.host.spawnManaged("s1", named("t1"), waiting());
		this.host.registerExternal("s1", named("t2"), null);
		this.host.markLiveState("s1", "t2", BackgroundTaskState.WAITING);
		this.host.register("s2", named("t3"));
		assertThat(this.host.statistics().live()).isEqualTo(3);
		assertThat(this.host.statistics().live("other", BackgroundTaskState.WAITING)).isEqualTo(1);
		assertThat(this.host.statistics().oldest(BackgroundTaskState.WAITING)).hasValue(this.clock.instant());
		assertThat(this.host.statistics().oldest(BackgroundTaskState.PENDING)).hasValue(this.clock.instant());
		this.release.countDown();
		running.await(PATIENCE);
		this.host.markTerminal("s1", "t2", BackgroundTaskState.COMPLETED);
		this.host.cancelManaged("s2", "t3");
		assertThat(this.host.statistics().live()).isZero();
		for (BackgroundTaskState state : BackgroundTaskState.values()) {
			if (!state.isTerminal()) {
				assertThat(this.host.statistics().live("other", state)).as(state.name()).isZero();
			}
		}
		assertThat(this.host.statistics().oldest(BackgroundTaskState.WAITING)).isEmpty();
		assertThat(this.host.statistics().retained()).isEqualTo(3);
	}

	@Test
	void ageOfCancelRequestsIsThatOfTheOldestWithoutAnEnd() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.registerExternal("s1", named("t2"), null);
		assertThat(this.host.statistics().oldest(BackgroundTaskState.CANCEL_REQUESTED)).isEmpty();
		Instant first = this.clock.instant();
		this.host.requestCancel("t1", "first");
		this.clock.advance(Duration.ofMinutes(1));
		this.host.requestCancel("t2", "second");
		this.host.requestCancel("t1", "again");
		assertThat(this.host.statistics().oldest(BackgroundTaskState.CANCEL_REQUESTED)).hasValue(first);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.CANCELLED);
		assertThat(this.host.statistics().oldest(BackgroundTaskState.CANCEL_REQUESTED)).hasValue(this.clock.instant());
		this.host.unregisterExternal("s1", "t2");
		assertThat(this.host.statistics().oldest(BackgroundTaskState.CANCEL_REQUESTED)).isEmpty();
	}

	@Test
	void sessionDelegatesToTheHost() throws Exception {
		TaskSession session = this.host.session("s1");
		BackgroundTaskHandle<String> task = session.spawn("import", (context) -> context.sessionId());
		assertThat(task.await(PATIENCE).kind()).isEqualTo("import");
		assertThat(task.result()).isEqualTo("s1");
		session.spawnHidden("work", () -> {
		});
		session.awaitHidden(PATIENCE);
		session.spawn(named("t1"), cooperative());
		assertThat(session.list()).hasSize(2);
		assertThat(session.cancelAllNow(null)).extracting(BackgroundTaskRecord::state)
			.containsExactly(BackgroundTaskState.CANCELLED);
		assertThat(session.task("t1").record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(session.close().sessionId()).isEqualTo("s1");
		assertThat(session.close("s2").successor()).isEqualTo("s2");
	}

}
