package io.github.taskhost.test.contract.kind;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Work of a kind that was started elsewhere, and work whose session is closed or changed.
 */
abstract class ExternalKindWorkContract extends AbstractKindContract {

	@Test
	void executorCancelsWorkThatWasStartedElsewhere() throws Exception {
		this.host.registerExternal("s1", remote("t1").build(), null);
		this.host.requestCancel("t1", "enough");
		Call told = this.remote.await("t1", Operation.CANCEL);
		assertThat(told.task().cancelReason()).isEqualTo("enough");
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		told.reporter().complete("gone");
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.remote.operations()).containsExactly(Operation.CANCEL);
	}

	@Test
	void executorCancelsWorkThatWasOnlyRegistered() throws Exception {
		this.host.register("s1", remote("t1").build());
		assertThat(this.host.requestCancel("t1", null).state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		this.host.cancelManaged("s1", "t1");
		assertThat(controlCalls()).isEqualTo(1);
	}

	@Test
	void cancelCallbackReplacesTheExecutor() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		this.host.registerExternal("s1", remote("t1").build(), (task) -> called.countDown());
		this.host.requestCancel("t1", null);
		this.host.cancelManaged("s1", "t1");
		await(called);
		assertThat(this.remote.calls()).isEmpty();
	}

	@Test
	void messagesReachTheExecutorDespiteACancelCallback() {
		this.host.registerExternal("s1", remote("t1").build(), (task) -> {
		});
		this.host.register("s1", remote("t2").build());
		assertThat(this.host.task("s1", "t1").send("a").delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(this.host.task("s1", "t2").send("b").delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(this.remote.calls()).extracting(Call::text).containsExactly("a", "b");
	}

	@Test
	void executorIsNotCalledForABodyOfItsKind() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", remote("t1").build(), cooperative());
		assertThat(task.send("hello").delivery()).isEqualTo(MessageDelivery.QUEUED);
		task.cancel(null);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(controlCalls()).isZero();
	}

	private BackgroundTaskHandle<@Nullable Object> started(String id, ClosePolicy policy) throws InterruptedException {
		return started(TaskRequest.of(remote(id).closePolicy(policy).build()));
	}

	@Test
	void closeAppliesThePolicyOfEachTask() throws Exception {
		BackgroundTaskHandle<@Nullable Object> kept = started("kept", ClosePolicy.KEEP);
		BackgroundTaskHandle<@Nullable Object> moved = started("moved", ClosePolicy.TRANSFER);
		BackgroundTaskHandle<@Nullable Object> cancelled = started("cancelled", ClosePolicy.CANCEL);
		this.remote.on(Operation.CANCEL, (call) -> call.reporter().complete("gone"));
		SessionCloseReport report = this.host.closeSession("s1", "s2");
		assertThat(report.kept()).containsExactly("kept");
		assertThat(report.transferred()).containsExactly("moved");
		assertThat(report.cancelled()).containsExactly("cancelled");
		assertThat(stateOf(kept)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(moved.record().sessionId()).isEqualTo("s2");
		assertThat(stateOf(cancelled)).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void closeForcesTheEndOfSlowWork() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1", ClosePolicy.CANCEL);
		FutureTask<SessionCloseReport> close = elsewhere(() -> this.host.closeSession("s1", null));
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		this.timer.awaitScheduled(options().cancel().gracePeriod());
		this.timer.advance(options().cancel().gracePeriod());
		assertThat(outcomeOf(close).cancelled()).containsExactly("t1");
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(controlCalls()).isEqualTo(2);
	}

	@Test
	void transferDoesNotAffectTheWork() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		TaskReporter reporter = this.remote.await("t1", Operation.START).reporter();
		this.host.transfer("t1", "s2");
		reporter.status("moved");
		assertThat(reporter.sessionId()).isEqualTo("s2");
		task.send("hello");
		BackgroundTaskRecord given = this.remote.await("t1", Operation.DELIVER).task();
		assertThat(given.sessionId()).isEqualTo("s2");
		assertThat(given.status()).isEqualTo("moved");
		this.host.cancelManaged("s2", "t1");
		assertThat(this.remote.await("t1", Operation.CANCEL).task().sessionId()).isEqualTo("s2");
	}

	@Test
	void removalOfTheRecordEndsTheCalls() throws Exception {
		this.host.registerExternal("s1", remote("t1").build(), null);
		BackgroundTaskHandle<@Nullable Object> task = this.host.task("s1", "t1");
		this.host.unregisterExternal("s1", "t1");
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> task.send("late"));
		assertThat(controlCalls()).isZero();
	}

	@Test
	void stopOfTheHostDoesNotCancelTheWork() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		factory().stop(this.host);
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(controlCalls()).isEqualTo(1);
		this.remote.await("t1", Operation.START).reporter().complete("later");
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.COMPLETED);
	}

}
