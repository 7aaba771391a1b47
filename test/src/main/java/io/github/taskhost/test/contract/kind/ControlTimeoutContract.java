package io.github.taskhost.test.contract.kind;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor.Behaviour;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The timeout of control calls. */
abstract class ControlTimeoutContract extends AbstractKindContract {

	private final CountDownLatch interrupted = new CountDownLatch(1);

	/** Sends a message whose delivery shows the behaviour and times out. */
	private Call runOutOfTime(BackgroundTaskHandle<?> task, Behaviour behaviour) throws Exception {
		this.remote.on(Operation.DELIVER, behaviour);
		FutureTask<TaskMessageReceipt> receipt = elsewhere(() -> task.send("slow"));
		Call call = this.remote.await(task.id(), Operation.DELIVER);
		this.timer.advance(CONTROL);
		assertThat(outcomeOf(receipt).delivery()).isEqualTo(MessageDelivery.NOT_DELIVERED);
		assertThat(outcomeOf(receipt).reason()).contains("'remote'", "'deliver'", "control.timeout");
		await(this.interrupted);
		this.remote.on(Operation.DELIVER, Behaviour.NOTHING);
		return call;
	}

	@Test
	void timedOutCallIsInterruptedAndTheNextProceeds() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		runOutOfTime(task, waiting(this.interrupted)).awaitOver();
		assertThat(task.send("quick").delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(task.messages(null, 10).messages()).extracting(TaskMessage::text).containsExactly("slow", "quick");
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void callInTimeIsNotInterrupted() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.remote.on(Operation.DELIVER, waiting(this.interrupted));
		FutureTask<TaskMessageReceipt> receipt = elsewhere(() -> task.send("slow"));
		this.remote.await("t1", Operation.DELIVER);
		this.timer.advance(CONTROL.minusNanos(1));
		this.release.countDown();
		assertThat(outcomeOf(receipt).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(this.interrupted.getCount()).isEqualTo(1);
		this.remote.await("t1", Operation.DELIVER).awaitOver();
		assertThat(this.timer.isScheduled(Duration.ofNanos(1))).isFalse();
	}

	@Test
	void callsBehindAStuckCallFailAtOnceUntilItReturns() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		Call hanging = runOutOfTime(task, ignoringInterrupts(this.interrupted));
		TaskMessageReceipt refused = task.send("next");
		assertThat(refused.delivery()).isEqualTo(MessageDelivery.NOT_DELIVERED);
		assertThat(refused.reason()).contains("'remote'", "has not returned");
		assertThat(this.remote.calls("t1", Operation.DELIVER)).hasSize(1);
		this.release.countDown();
		hanging.awaitOver();
		assertThat(task.send("again").delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	@Test
	void cancelBypassesAStuckCall() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		Call hanging = runOutOfTime(task, ignoringInterrupts(this.interrupted));
		task.cancel(null);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(hanging.thread().isAlive()).isTrue();
		assertThat(task.send("still").reason()).contains("has not returned");
		this.release.countDown();
		hanging.awaitOver();
		assertThat(task.send("again").delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	@Test
	void stuckCallIsRememberedAfterACancelTimesOut() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		Call hanging = runOutOfTime(task, ignoringInterrupts(this.interrupted));
		CountDownLatch cancelInterrupted = new CountDownLatch(1);
		this.remote.on(Operation.CANCEL, waiting(cancelInterrupted));
		task.cancel(null);
		Call cancel = this.remote.await("t1", Operation.CANCEL);
		this.timer.advance(CONTROL);
		await(cancelInterrupted);
		cancel.awaitOver();
		assertThat(task.send("next").reason()).contains("has not returned");
		this.release.countDown();
		hanging.awaitOver();
		assertThat(task.send("again").delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	@Test
	void otherTasksOfTheKindProceed() throws Exception {
		runOutOfTime(started("t1"), ignoringInterrupts(this.interrupted));
		assertThat(started("t2").send("hello").delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	@Test
	void timedOutStartFailsTheTaskAndCancelsTheWork() throws Exception {
		this.remote.on(Operation.START, waiting(this.interrupted));
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		this.remote.await("t1", Operation.START);
		this.timer.advance(CONTROL);
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().satisfies((failure) -> {
			assertThat(failure.type()).isEqualTo(TimeoutException.class.getName());
			assertThat(failure.message()).contains("'start'", "control.timeout");
		});
		await(this.interrupted);
		assertThat(this.remote.await("t1", Operation.CANCEL).task().state()).isEqualTo(BackgroundTaskState.FAILED);
	}

	@Test
	void reportsOfATimedOutStartAreIgnored() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			ignoringInterrupts(this.interrupted).run(call);
			call.reporter().complete("late");
		});
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		Call start = this.remote.await("t1", Operation.START);
		this.timer.advance(CONTROL);
		BackgroundTaskRecord end = task.await(PATIENCE);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		this.release.countDown();
		start.awaitOver();
		assertThat(task.record()).isEqualTo(end);
		assertThat(controlCalls()).isEqualTo(2);
	}

	@Test
	void interruptOfACallDoesNotReachTheNextCall() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			Thread.currentThread().interrupt();
			this.host.task("s1", "t1").send("queued");
		});
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		this.remote.await("t1", Operation.DELIVER).awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
	}

}
