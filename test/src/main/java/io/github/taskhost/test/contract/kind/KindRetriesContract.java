package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Retries of kinds with an executor. */
abstract class KindRetriesContract extends AbstractKindContract {

	/** Differs from all other durations of the tests. */
	private static final Duration WAIT = Duration.ofSeconds(107);

	private static final TaskRetryPolicy POLICY = TaskRetryPolicy.ofMaxAttempts(2)
		.withBackoff(WAIT, 1, WAIT)
		.withJitter(0);

	private static final TaskFailure FAILURE = new TaskFailure(FailureKind.REPORTED, null, "no luck");

	private BackgroundTaskHandle<@Nullable Object> submitted() {
		return this.host.submit("s1", TaskRequest.of(remote("t1").retry(POLICY).build()));
	}

	private TaskReporter failedOnce(BackgroundTaskHandle<@Nullable Object> task) throws InterruptedException {
		Call start = this.remote.await("t1", Operation.START);
		start.awaitOver();
		BackgroundTaskRecord waiting = start.reporter().fail(FAILURE);
		assertThat(waiting.state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(waiting.earlierAttempts()).singleElement().extracting("failure").isEqualTo(FAILURE);
		assertThat(task.record().attempt()).isEqualTo(2);
		return start.reporter();
	}

	@Test
	void reportedFailureIsRetriedAfterItsBackOff() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submitted();
		failedOnce(task);
		this.timer.advance(WAIT.minusNanos(1));
		assertThat(this.remote.calls("t1", Operation.START)).hasSize(1);
		this.timer.advance(Duration.ofNanos(1));
		Call second = this.remote.await("t1", Operation.START, 2);
		assertThat(second.task().attempt()).isEqualTo(2);
		assertThat(second.task().state()).isEqualTo(BackgroundTaskState.RUNNING);
		second.reporter().complete("at last");
		assertThat(task.await(PATIENCE).summary()).isEqualTo("at last");
	}

	@Test
	void failingStartIsRetried() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			if (call.task().attempt() == 1) {
				throw new IOException("the line is dead");
			}
		});
		BackgroundTaskHandle<@Nullable Object> task = submitted();
		this.timer.awaitScheduled(WAIT);
		assertThat(task.record().status()).contains("Attempt 2 of 2", IOException.class.getName());
		this.timer.advance(WAIT);
		this.remote.await("t1", Operation.START, 2).awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(this.remote.calls("t1", Operation.CANCEL)).isEmpty();
	}

	@Test
	void lastFailureEndsTheTask() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submitted();
		failedOnce(task);
		this.timer.advance(WAIT);
		this.remote.await("t1", Operation.START, 2).reporter().fail(FAILURE);
		assertThat(task.await(PATIENCE).failure()).isNotNull()
			.extracting("kind")
			.isEqualTo(FailureKind.RETRIES_EXHAUSTED);
	}

	@Test
	void reportsOfAnEarlierAttemptAreRejected() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submitted();
		TaskReporter old = failedOnce(task);
		assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> old.complete("late"));
		assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> old.output("stdout", "late"));
	}

	@Test
	void linksAreKeptForTheNextAttempt() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submitted();
		this.remote.await("t1", Operation.START).reporter().link(new TaskLinks(null, "job-1", List.of()));
		failedOnce(task);
		this.timer.advance(WAIT);
		assertThat(this.remote.await("t1", Operation.START, 2).task().links().remoteTask()).isEqualTo("job-1");
	}

	@Test
	void cancelBetweenAttemptsEndsTheTaskAndCallsTheExecutor() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submitted();
		failedOnce(task);
		assertThat(task.cancel("enough").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		this.timer.advance(WAIT);
		assertThat(this.remote.calls("t1", Operation.START)).hasSize(1);
	}

	@Test
	void messageBetweenAttemptsReachesTheExecutorAfterTheNextStart() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submitted();
		failedOnce(task);
		assertThat(task.send("slower, please").delivery()).isEqualTo(MessageDelivery.QUEUED);
		this.timer.advance(WAIT);
		assertThat(this.remote.await("t1", Operation.DELIVER).text()).isEqualTo("slower, please");
		assertThat(this.remote.operations()).containsExactly(Operation.START, Operation.START, Operation.DELIVER);
	}

	@Test
	void eventsOfAFailedAttempt() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submitted();
		failedOnce(task);
		this.timer.advance(WAIT);
		this.remote.await("t1", Operation.START, 2).reporter().complete(null);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "StateChanged", "StateChanged", "StateChanged",
				"Completed");
	}

	@Test
	void startOfSubmittedWorkCanBeDelayed() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1",
				TaskRequest.of(remote("t1").startAfter(WAIT).build()));
		assertThat(task.record().nextAttemptAt()).isEqualTo(this.clock.instant().plus(WAIT));
		assertThat(controlCalls()).isZero();
		this.timer.advance(WAIT);
		this.remote.await("t1", Operation.START).awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(task.record().nextAttemptAt()).isNull();
	}

}
