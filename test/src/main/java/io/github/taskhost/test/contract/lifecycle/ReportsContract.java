package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Reports of reported work, and the rejection of invalid reports. */
abstract class ReportsContract extends AbstractHostContract {

	@Test
	void updateOfAnUnknownTaskIsRejectedWithItsName() {
		assertThatExceptionOfType(TaskNotFoundException.class)
			.isThrownBy(() -> this.host.update("nothing", BackgroundTaskUpdate.ofProgress("x")))
			.withMessageContaining("nothing");
		assertThatExceptionOfType(TaskNotFoundException.class)
			.isThrownBy(() -> this.host.complete("nothing", BackgroundTaskCompletion.completed(null)));
		assertThatExceptionOfType(TaskNotFoundException.class)
			.isThrownBy(() -> this.host.requestCancel("nothing", null));
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.host.transfer("nothing", "s2"));
	}

	@Test
	void marksOfUnknownTasksAreIgnored() {
		this.host.markTerminal("s1", "nothing", BackgroundTaskState.COMPLETED);
		this.host.markLiveState("s1", "nothing", BackgroundTaskState.WAITING);
		this.host.cancelManaged("s1", "nothing");
		this.host.unregisterExternal("s1", "nothing");
		assertThat(this.events.all()).isEmpty();
		assertThat(this.host.statistics().sessions()).isZero();
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "RUNNING", "WAITING" }, mode = EnumSource.Mode.EXCLUDE)
	void markLiveIgnoresTerminalStates(BackgroundTaskState state) {
		BackgroundTaskRecord before = this.host.registerExternal("s1", named("t1"), null);
		this.host.markLiveState("s1", "t1", state);
		assertThat(record("s1", "t1")).isEqualTo(before);
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "COMPLETED", "FAILED", "CANCELLED" },
			mode = EnumSource.Mode.EXCLUDE)
	void markTerminalIgnoresLiveStates(BackgroundTaskState state) {
		BackgroundTaskRecord before = this.host.registerExternal("s1", named("t1"), null);
		this.host.markTerminal("s1", "t1", state);
		assertThat(record("s1", "t1")).isEqualTo(before);
	}

	@Test
	void updateToPendingIsRejected() {
		this.host.registerExternal("s1", named("t1"), null);
		assertThatExceptionOfType(TaskStateException.class)
			.isThrownBy(() -> this.host.update("t1", BackgroundTaskUpdate.ofState(BackgroundTaskState.PENDING)));
	}

	@Test
	void updateToCancelRequestedIsACancelRequest() throws Exception {
		CountDownLatch told = new CountDownLatch(1);
		this.host.registerExternal("s1", named("t1"), (task) -> told.countDown());
		BackgroundTaskRecord after = this.host.update("t1",
				BackgroundTaskUpdate.ofState(BackgroundTaskState.CANCEL_REQUESTED));
		assertThat(after.state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(after.cancelRequestedAt()).isEqualTo(this.clock.instant());
		await(told);
	}

	@Test
	void startAndEndTimesAreSetOnce() {
		BackgroundTaskRecord registered = this.host.register("s1", named("t1"));
		assertThat(registered.startedAt()).isNull();
		this.timer.advance(Duration.ofSeconds(1));
		this.host.update("t1", BackgroundTaskUpdate.ofState(BackgroundTaskState.WAITING));
		this.timer.advance(Duration.ofSeconds(1));
		this.host.update("t1", BackgroundTaskUpdate.ofState(BackgroundTaskState.RUNNING));
		this.timer.advance(Duration.ofSeconds(1));
		BackgroundTaskRecord end = this.host.complete("t1", BackgroundTaskCompletion.completed(null));
		assertThat(end.startedAt()).isEqualTo(registered.createdAt().plusSeconds(1));
		assertThat(end.finishedAt()).isEqualTo(registered.createdAt().plusSeconds(3));
		assertThat(end.updatedAt()).isEqualTo(end.finishedAt());
		assertThat(end.version()).isEqualTo(3);
	}

	@Test
	void reporterUpdatesAllReportableFields() {
		this.host.register("s1", named("t1"));
		TaskReporter reporter = this.host.reporter("s1", "t1");
		reporter.live(BackgroundTaskState.RUNNING);
		reporter.status("reading");
		reporter.progress(Progress.of(1, 4, "files"));
		reporter.summary("one of four");
		BackgroundTaskRecord end = reporter.fail(new TaskFailure(FailureKind.REPORTED, null, "disk full"));
		assertThat(end.status()).isEqualTo("reading");
		assertThat(end.progress()).isEqualTo(Progress.of(1, 4, "files"));
		assertThat(end.summary()).isEqualTo("one of four");
		assertThat(end.failure()).isEqualTo(new TaskFailure(FailureKind.REPORTED, null, "disk full"));
		assertThat(reporter.complete("late")).isEqualTo(end);
		reporter.status("later still");
		assertThat(record("s1", "t1")).isEqualTo(end);
	}

	@Test
	void heartbeatChangesNoVersionAndPublishesNoEvent() {
		BackgroundTaskRecord before = this.host.registerExternal("s1", named("t1"), null);
		this.timer.advance(Duration.ofSeconds(5));
		this.host.reporter("s1", "t1").heartbeat();
		assertThat(record("s1", "t1").heartbeatAt()).isEqualTo(this.clock.instant());
		assertThat(record("s1", "t1").version()).isEqualTo(before.version());
		assertThat(this.events.of("t1")).containsExactly("Registered");
	}

	@Test
	void reporterOfARemovedTaskIsRejected() {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		this.host.unregisterExternal("s1", "t1");
		assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> reporter.status("anybody?"));
	}

	@Test
	void reporterIsBoundToItsIncarnation() {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter old = this.host.reporter("s1", "t1");
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		BackgroundTaskRecord fresh = this.host.registerExternal("s1", named("t1"), null);
		old.status("from the old one");
		old.complete("from the old one");
		assertThat(record("s1", "t1")).isEqualTo(fresh);
	}

	@Test
	void unregisterRemovesALiveTaskAndPublishesIt() throws Exception {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.unregisterExternal("s1", "t1");
		assertThat(this.host.getManaged("s1", "t1")).isEmpty();
		this.events.await(BackgroundTaskEvent.Removed.class, "t1");
		assertThat(this.host.statistics().live()).isZero();
		assertThat(this.host.statistics().sessions()).isZero();
	}

	@Test
	void endedTaskIsNotUnregisteredButRemovedByRetention() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		this.host.unregisterExternal("s1", "t1");
		assertThat(this.host.getManaged("s1", "t1")).isPresent();
	}

	@Test
	void idAlonePrefersTheOnlyLiveTaskAndRejectsAmbiguity() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.registerExternal("s2", named("t1"), null);
		assertThatExceptionOfType(AmbiguousTaskException.class).isThrownBy(() -> this.host.get("t1"))
			.satisfies((ex) -> assertThat(ex.sessionIds()).containsExactly("s1", "s2"));
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		assertThat(this.host.get("t1")).map(BackgroundTaskRecord::sessionId).hasValue("s2");
		this.host.markTerminal("s2", "t1", BackgroundTaskState.COMPLETED);
		assertThatExceptionOfType(AmbiguousTaskException.class)
			.isThrownBy(() -> this.host.complete("t1", BackgroundTaskCompletion.completed(null)));
		assertThat(this.host.get("t2")).isEmpty();
	}

}
