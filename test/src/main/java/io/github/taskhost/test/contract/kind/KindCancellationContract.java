package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Cancellation of work of a kind. */
abstract class KindCancellationContract extends AbstractKindContract {

	static Stream<BackgroundTaskCompletion> ends() {
		return Stream.of(BackgroundTaskCompletion.completed("done all the same"),
				BackgroundTaskCompletion.failed("broken"), BackgroundTaskCompletion.cancelled("stopped"));
	}

	@ParameterizedTest
	@MethodSource("ends")
	void cancelRequestIsSentOnceAndTheWorkDecidesItsEnd(BackgroundTaskCompletion end) throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		assertThat(task.cancel("enough").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		Call told = this.remote.await("t1", Operation.CANCEL);
		assertThat(told.task().state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(told.task().cancelReason()).isEqualTo("enough");
		told.awaitOver();
		task.cancel("again");
		this.host.update("t1", BackgroundTaskUpdate.ofState(BackgroundTaskState.CANCEL_REQUESTED));
		this.timer.advance(Duration.ofDays(1));
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.host.complete("t1", end);
		assertThat(stateOf(task)).isEqualTo(end.state());
		assertThat(controlCalls()).as("the start and one cancel").isEqualTo(2);
	}

	@Test
	void workMayEndThroughTheReporterOfTheCancelCall() throws Exception {
		this.remote.on(Operation.CANCEL,
				(call) -> call.reporter().fail(new TaskFailure(FailureKind.REPORTED, null, "x")));
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		task.cancel(null);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
	}

	@Test
	void controlCallsRunOnSeparateThreads() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		task.send("hello");
		task.cancel(null);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(this.remote.operations()).containsExactly(Operation.START, Operation.DELIVER, Operation.CANCEL);
		assertThat(this.remote.calls()).extracting(Call::thread)
			.doesNotHaveDuplicates()
			.doesNotContain(Thread.currentThread());
	}

	@Test
	void cancelReturnsBeforeTheExecutorDoes() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.CANCEL, waiting(interrupted));
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		assertThat(task.cancel(null).state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(this.remote.await("t1", Operation.CANCEL).thread().isAlive()).isTrue();
		assertThat(interrupted.getCount()).isEqualTo(1);
	}

	@Test
	void cancelCallWaitsForARunningStart() throws Exception {
		this.remote.on(Operation.START, waiting(new CountDownLatch(1)));
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		Call start = this.remote.await("t1", Operation.START);
		assertThat(task.cancel(null).state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(controlCalls()).isEqualTo(1);
		this.release.countDown();
		start.awaitOver();
		this.remote.await("t1", Operation.CANCEL);
		assertThat(this.remote.mostAtOnce()).isEqualTo(1);
	}

	@Test
	void cancelCallOvertakesQueuedCalls() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			BackgroundTaskHandle<@Nullable Object> self = this.host.task("s1", "t1");
			self.send("one");
			self.send("two");
			self.cancel("enough");
		});
		this.host.submit("s1", request("t1"));
		this.remote.await("t1", Operation.DELIVER, 2).awaitOver();
		assertThat(this.remote.operations()).containsExactly(Operation.START, Operation.CANCEL, Operation.DELIVER,
				Operation.DELIVER);
		assertThat(this.remote.calls()).extracting(Call::text).containsExactly("", "", "one", "two");
	}

	@Test
	void forcedCancelIsSentOnce() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.host.cancelManaged("s1", "t1");
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.CANCELLED);
		Call told = this.remote.await("t1", Operation.CANCEL);
		assertThat(told.task().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		told.awaitOver();
		this.host.cancelManaged("s1", "t1");
		task.cancel(null);
		assertThat(controlCalls()).isEqualTo(2);
	}

	@Test
	void forcedCancelAfterARequestIsNotSentAgain() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		task.cancel(null);
		this.host.cancelManaged("s1", "t1");
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(controlCalls()).isEqualTo(2);
	}

	@Test
	void abortPolicyCancelsAtOnceAndCallsTheExecutor() throws Exception {
		started(TaskRequest.of(remote("t1").cancelPolicy(CancelPolicy.ABORT_LOCAL).build()));
		assertThat(this.host.requestCancel("t1", "now").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.remote.await("t1", Operation.CANCEL).task().cancelReason()).isEqualTo("now");
	}

	@Test
	void timeoutFailsTheTaskAndCancelsTheWork() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started(
				TaskRequest.of(remote("t1").timeout(Duration.ofSeconds(10)).build()));
		this.timer.advance(Duration.ofSeconds(10));
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(FailureKind.TIMEOUT);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(controlCalls()).isEqualTo(2);
	}

	@Test
	void endedWorkIsNotCancelled() throws Exception {
		started("t1");
		this.remote.await("t1", Operation.START).reporter().complete("done");
		started("t2");
		this.remote.await("t2", Operation.START).reporter().fail(new TaskFailure(FailureKind.REPORTED, null, "broken"));
		this.host.cancelManaged("s1", "t1");
		this.host.requestCancel("t2", null);
		assertThat(controlCalls()).as("two starts").isEqualTo(2);
	}

	@Test
	void failedCancelCallKeepsTheRequest() throws Exception {
		this.remote.on(Operation.CANCEL, (call) -> {
			throw new IOException("no route");
		});
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		BackgroundTaskRecord asked = task.cancel("enough");
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(task.record()).isEqualTo(asked);
		this.remote.await("t1", Operation.START).reporter().complete(null);
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void timedOutCancelCallKeepsTheRequest() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.CANCEL, waiting(interrupted));
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		task.cancel(null);
		Call told = this.remote.await("t1", Operation.CANCEL);
		this.timer.advance(CONTROL);
		await(interrupted);
		told.awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(controlCalls()).isEqualTo(2);
	}

	@Test
	void cancelOfAParentCascadesToTheWork() throws Exception {
		this.host.registerExternal("s2", named("parent"), null);
		BackgroundTaskHandle<@Nullable Object> child = started(
				TaskRequest.of(remote("child").parentTaskId("parent").build()));
		this.host.requestCancel("parent", "all of it");
		assertThat(stateOf(child)).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(this.remote.await("child", Operation.CANCEL).task().cancelReason()).isEqualTo("all of it");
		this.host.cancelManaged("s2", "parent");
		assertThat(stateOf(child)).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(controlCalls()).isEqualTo(2);
	}

	@Test
	void forcedCancelOfAParentCascadesToTheWork() throws Exception {
		this.host.registerExternal("s2", named("parent"), null);
		BackgroundTaskHandle<@Nullable Object> child = started(
				TaskRequest.of(remote("child").parentTaskId("parent").build()));
		this.host.cancelManaged("s2", "parent");
		assertThat(stateOf(child)).isEqualTo(BackgroundTaskState.CANCELLED);
		this.remote.await("child", Operation.CANCEL);
	}

	@Test
	void completionOfAParentLeavesTheWorkRunning() throws Exception {
		this.host.registerExternal("s2", named("parent"), null);
		BackgroundTaskHandle<@Nullable Object> child = started(
				TaskRequest.of(remote("child").parentTaskId("parent").build()));
		this.host.complete("parent", BackgroundTaskCompletion.completed(null));
		assertThat(stateOf(child)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(controlCalls()).isEqualTo(1);
	}

	@Test
	void eventsOfACancellation() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		task.cancel(null);
		this.host.complete("t1", BackgroundTaskCompletion.cancelled(null));
		this.events.await(BackgroundTaskEvent.Cancelled.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "StateChanged", "CancelRequested", "Cancelled");
	}

	@Test
	void startThatThrowsAfterACancelRequestIsCancelled() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		this.remote.on(Operation.START, (call) -> {
			cancelled.await();
			throw new IllegalStateException("no longer wanted");
		});
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		this.remote.await("t1", Operation.START);
		task.cancel("enough");
		cancelled.countDown();
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.failure()).isNotNull().extracting(TaskFailure::message).isEqualTo("no longer wanted");
	}

}
