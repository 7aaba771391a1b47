package io.github.taskhost.local;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work of an executor survives a stop of the host, and is polled again after a restart.
 */
class KindRestartTests extends LocalHostTest {

	private static final Duration INTERVAL = Duration.ofSeconds(3);

	private final RecordingExecutor remote = RecordingExecutor.of("remote")
		.withOptions(KindOptions.NONE.withReconcileInterval(INTERVAL));

	private BackgroundTaskHandle<@Nullable Object> started() throws InterruptedException {
		start((builder) -> builder.addExecutor(this.remote)
			.options(options().withControl(new ControlOptions(Duration.ofSeconds(17), 0, Duration.ofMinutes(1)))));
		BackgroundTaskHandle<@Nullable Object> task = session()
			.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("remote").id("t1").build()));
		this.remote.await("t1", Operation.START).awaitOver();
		return task;
	}

	@Test
	void stoppedHostDoesNotPollAndContinuesAfterARestart() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started();
		host().drain();
		host().stop();
		for (int i = 0; i < 3; i++) {
			this.timer.awaitScheduled(INTERVAL);
			this.timer.advance(INTERVAL);
		}
		this.timer.awaitScheduled(INTERVAL);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(this.remote.operations()).containsExactly(Operation.START);
		host().start();
		this.timer.advance(INTERVAL);
		this.remote.await("t1", Operation.RECONCILE).awaitOver();
		this.timer.awaitScheduled(INTERVAL);
	}

	@Test
	void workIsPolledWhileTheHostDrains() throws Exception {
		started();
		host().drain();
		this.timer.awaitScheduled(INTERVAL);
		this.timer.advance(INTERVAL);
		this.remote.await("t1", Operation.RECONCILE);
	}

	@Test
	void stoppedHostAcceptsReportsAndCallsTheExecutor() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started();
		host().drain();
		host().stop();
		assertThat(task.send("hello").delivery()).isEqualTo(MessageDelivery.DELIVERED);
		task.cancel(null);
		this.remote.await("t1", Operation.CANCEL).reporter().complete("gone");
		assertThat(task.await(PATIENCE).summary()).isEqualTo("gone");
		assertThat(this.timer.isScheduled(INTERVAL)).isFalse();
	}

}
