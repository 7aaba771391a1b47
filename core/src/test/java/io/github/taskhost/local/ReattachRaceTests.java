package io.github.taskhost.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls between the decision about a next attempt and its start. */
class ReattachRaceTests extends LocalHostTest {

	private static final Duration INTERVAL = Duration.ofSeconds(3);

	private final RecordingExecutor remote = RecordingExecutor.of("remote")
		.withOptions(KindOptions.NONE.withReconcileInterval(INTERVAL))
		.reattachable();

	private final TableWithPoints table = new TableWithPoints();

	@BeforeEach
	void startHost() {
		start((builder) -> builder.table(this.table)
			.addExecutor(this.remote)
			.options(options().withControl(new ControlOptions(Duration.ofSeconds(17), 0, Duration.ofMinutes(1)))));
	}

	private BackgroundTaskHandle<@Nullable Object> started() throws InterruptedException {
		BackgroundTaskHandle<@Nullable Object> task = session()
			.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("remote").id("t1").build()));
		this.remote.await("t1", Operation.START).awaitOver();
		return task;
	}

	private void onceTheNextAttemptIsDecided(Runnable action) {
		this.table.after((change) -> change instanceof TableChange.Replace<?> replace
				&& replace.next().state() == BackgroundTaskState.PENDING, action);
	}

	@Test
	void pollIsDropped() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started();
		this.timer.awaitScheduled(INTERVAL);
		onceTheNextAttemptIsDecided(() -> {
			this.timer.advance(INTERVAL);
			awaitTheNextLook();
		});
		host().reattach("t1");
		this.remote.await("t1", Operation.START, 2).awaitOver();
		assertThat(this.remote.operations()).containsExactly(Operation.START, Operation.START);
		this.timer.advance(INTERVAL);
		assertThat(this.remote.await("t1", Operation.RECONCILE).task()).isEqualTo(task.record());
	}

	private void awaitTheNextLook() {
		try {
			this.timer.awaitScheduled(INTERVAL);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void cancelCallIsNotInterruptedByTheNextAttempt() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.CANCEL, (call) -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		BackgroundTaskHandle<@Nullable Object> task = started();
		onceTheNextAttemptIsDecided(() -> task.cancel("enough"));
		host().reattach("t1");
		Call told = this.remote.await("t1", Operation.CANCEL);
		this.release.countDown();
		told.awaitOver();
		assertThat(interrupted.getCount()).isEqualTo(1);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.remote.operations()).containsExactly(Operation.START, Operation.CANCEL);
	}

}
