package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Behaviour;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Polling of kinds at a fixed interval, without jitter. */
abstract class PolledKindsContract extends AbstractKindContract {

	private static final Duration INTERVAL = Duration.ofSeconds(5).plusNanos(7);

	private static final Duration OTHER_INTERVAL = Duration.ofSeconds(3);

	PolledKindsContract() {
		super(RecordingExecutor.of("remote")
			.withOptions(KindOptions.NONE.withReconcileInterval(INTERVAL))
			.reattachable());
	}

	@Override
	protected HostParts parts() {
		return super.parts().withExecutors(this.remote, RecordingExecutor.of("quiet"),
				new CancelOnly("plain", KindOptions.NONE.withReconcileInterval(OTHER_INTERVAL)));
	}

	/** Advances the time to the next poll and waits until it has begun. */
	private Call poll(int count, Duration after) throws InterruptedException {
		this.timer.awaitScheduled(after);
		this.timer.advance(after);
		return this.remote.await("t1", Operation.RECONCILE, count);
	}

	@Test
	void workIsPolledAtTheInterval() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		for (int i = 1; i <= 3; i++) {
			Call call = poll(i, INTERVAL);
			assertThat(call.task()).isEqualTo(task.record());
			assertThat(call.thread()).isNotSameAs(Thread.currentThread());
			call.awaitOver();
		}
		this.timer.awaitScheduled(INTERVAL);
		this.timer.advance(INTERVAL.minusNanos(1));
		assertThat(controlCalls()).as("a start and three polls").isEqualTo(4);
		assertThat(this.remote.calls()).extracting(Call::thread).doesNotHaveDuplicates();
	}

	@Test
	void pollMayReportAndEndTheTask() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.remote.on(Operation.RECONCILE, (call) -> call.reporter().status("half"));
		poll(1, INTERVAL).awaitOver();
		assertThat(task.record().status()).isEqualTo("half");
		this.remote.on(Operation.RECONCILE, (call) -> call.reporter().complete("whole"));
		poll(2, INTERVAL).awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.timer.isScheduled(INTERVAL)).isFalse();
	}

	@Test
	void workIsNotPolledBeforeItsStartReturns() throws Exception {
		this.remote.on(Operation.START, waiting(new CountDownLatch(1)));
		this.host.submit("s1", request("t1"));
		Call start = this.remote.await("t1", Operation.START);
		assertThat(this.timer.timesScheduled(INTERVAL)).isZero();
		this.timer.advance(INTERVAL.multipliedBy(3));
		this.release.countDown();
		start.awaitOver();
		assertThat(this.remote.operations()).containsExactly(Operation.START);
		poll(1, INTERVAL);
	}

	@Test
	void slowPollsDoNotOverlap() throws Exception {
		this.remote.on(Operation.RECONCILE, waiting(new CountDownLatch(1)));
		started("t1");
		Call slow = poll(1, INTERVAL);
		assertThat(this.timer.timesScheduled(INTERVAL)).isEqualTo(1);
		this.timer.advance(INTERVAL.multipliedBy(3));
		assertThat(this.timer.timesScheduled(INTERVAL)).isEqualTo(1);
		this.release.countDown();
		slow.awaitOver();
		poll(2, INTERVAL).awaitOver();
		assertThat(this.remote.mostAtOnce()).isEqualTo(1);
	}

	@Test
	void failuresBackOffUpToTheBoundAndSuccessResetsTheInterval() throws Exception {
		this.remote.on(Operation.RECONCILE, (call) -> {
			throw new IOException("no route");
		});
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		poll(1, INTERVAL);
		poll(2, INTERVAL.multipliedBy(2));
		poll(3, INTERVAL.multipliedBy(4));
		poll(4, MAX_BACKOFF).awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		this.remote.on(Operation.RECONCILE, Behaviour.NOTHING);
		poll(5, MAX_BACKOFF);
		poll(6, INTERVAL);
	}

	@Test
	void timedOutPollIsAFailure() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.RECONCILE, waiting(interrupted));
		started("t1");
		Call slow = poll(1, INTERVAL);
		this.timer.advance(CONTROL);
		await(interrupted);
		slow.awaitOver();
		this.remote.on(Operation.RECONCILE, Behaviour.NOTHING);
		poll(2, INTERVAL.multipliedBy(2));
		poll(3, INTERVAL);
	}

	@Test
	void stuckPollPreventsFurtherPolls() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.RECONCILE, ignoringInterrupts(interrupted));
		started("t1");
		Call hanging = poll(1, INTERVAL);
		this.timer.advance(CONTROL);
		await(interrupted);
		this.timer.awaitScheduled(INTERVAL.multipliedBy(2));
		this.timer.advance(INTERVAL.multipliedBy(2));
		this.timer.awaitScheduled(INTERVAL.multipliedBy(4));
		assertThat(this.remote.calls("t1", Operation.RECONCILE)).hasSize(1);
		this.release.countDown();
		hanging.awaitOver();
		poll(2, INTERVAL.multipliedBy(4));
		poll(3, INTERVAL);
		assertThat(this.remote.mostAtOnce()).isEqualTo(1);
	}

	@Test
	void endStopsPolling() throws Exception {
		started("t1");
		this.timer.awaitScheduled(INTERVAL);
		this.remote.await("t1", Operation.START).reporter().complete(null);
		assertThat(this.timer.isScheduled(INTERVAL)).isFalse();
	}

	@Test
	void cancelRequestDoesNotStopPolling() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		task.cancel(null);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		this.remote.on(Operation.RECONCILE, (call) -> call.reporter().complete("gone"));
		assertThat(poll(1, INTERVAL).task().state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void endDuringAPollStopsPolling() throws Exception {
		this.remote.on(Operation.RECONCILE, waiting(new CountDownLatch(1)));
		started("t1");
		Call poll = poll(1, INTERVAL);
		this.host.cancelManaged("s1", "t1");
		this.release.countDown();
		poll.awaitOver();
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(this.timer.isScheduled(INTERVAL)).isFalse();
		assertThat(this.remote.mostAtOnce()).isEqualTo(1);
	}

	@Test
	void removalStopsPolling() throws Exception {
		this.host.registerExternal("s1", remote("t1").build(), null);
		this.timer.awaitScheduled(INTERVAL);
		this.host.unregisterExternal("s1", "t1");
		assertThat(this.timer.isScheduled(INTERVAL)).isFalse();
	}

	@Test
	void failedStartPreventsPolling() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			throw new IOException("no route");
		});
		this.host.submit("s1", request("t1")).await(PATIENCE);
		this.remote.await("t1", Operation.START).awaitOver();
		assertThat(this.timer.timesScheduled(INTERVAL)).isZero();
	}

	@Test
	void workThatWasStartedElsewhereIsPolled() throws Exception {
		this.host.registerExternal("s1", remote("t1").build(), (task) -> {
		});
		poll(1, INTERVAL).awaitOver();
		this.host.register("s1", remote("t2").build());
		this.timer.awaitScheduled(INTERVAL, 2);
		this.timer.advance(INTERVAL);
		this.remote.await("t2", Operation.RECONCILE).awaitOver();
		assertThat(this.remote.operations()).containsOnly(Operation.RECONCILE);
	}

	@Test
	void pollOfTheNextAttemptGetsItsReporter() throws Exception {
		started("t1");
		poll(1, INTERVAL).awaitOver();
		this.host.reattach("t1");
		this.remote.await("t1", Operation.START, 2).awaitOver();
		Call poll = poll(2, INTERVAL);
		assertThat(poll.reporter().attempt()).isEqualTo(2);
		assertThat(poll.task().attempt()).isEqualTo(2);
	}

	@Test
	void pollMayReattachTheWork() throws Exception {
		CountDownLatch undisturbed = new CountDownLatch(1);
		this.remote.on(Operation.RECONCILE, (call) -> {
			this.host.reattach("t1");
			if (!Thread.currentThread().isInterrupted()) {
				undisturbed.countDown();
			}
		});
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		poll(1, INTERVAL);
		await(undisturbed);
		Call again = this.remote.await("t1", Operation.START, 2);
		again.awaitOver();
		assertThat(again.task().attempt()).isEqualTo(2);
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.awaitScheduled(INTERVAL);
		assertThat(this.remote.mostAtOnce()).isEqualTo(1);
	}

	@Test
	void kindWithoutAnIntervalIsNotPolled() throws Exception {
		int before = this.timer.timesScheduled(INTERVAL);
		this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("quiet").id("t1").build(), null);
		this.host.submit("s1", TaskRequest.of("quiet"));
		assertThat(this.timer.timesScheduled(INTERVAL)).isEqualTo(before);
	}

	@Test
	void defaultReconcileDoesNothing() throws Exception {
		this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("plain").id("t1").build(), null);
		BackgroundTaskRecord before = record("s1", "t1");
		for (int i = 0; i < 3; i++) {
			this.timer.awaitScheduled(OTHER_INTERVAL);
			this.timer.advance(OTHER_INTERVAL);
		}
		this.timer.awaitScheduled(OTHER_INTERVAL);
		assertThat(record("s1", "t1")).isEqualTo(before);
	}

}
