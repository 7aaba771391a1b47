package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CancelOptions.OwnerRetry;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.config.EventOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.Progress;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Options and waits of the longest duration that there is, which mean "without end". */
abstract class LongOptionsContract extends AbstractKindContract {

	private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	LongOptionsContract() {
		super(RecordingExecutor.of("remote")
			.withOptions(KindOptions.NONE.withReconcileInterval(INTERVAL)
				.withHeartbeatTimeout(FOREVER)
				.withTimeout(FOREVER)));
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		BackgroundTaskHostOptions options = super.options();
		return options.withControl(new ControlOptions(CONTROL, 0, FOREVER))
			.withCancel(new CancelOptions(FOREVER, FOREVER, true, options.cancel().cascade(),
					new OwnerRetry(OWNER_RETRY.initialDelay(), FOREVER)))
			.withClose(new CloseOptions(ClosePolicy.CANCEL, FOREVER))
			.withEvents(new EventOptions(FOREVER, options.events().subscriptionBuffer(), options.events().maxQueued()))
			.withRetention(new RetentionOptions(FOREVER, 100));
	}

	@Test
	void failedPollIsRepeated() throws Exception {
		this.remote.on(Operation.RECONCILE, (call) -> {
			throw new IOException("503");
		});
		started("t1");
		Duration delay = INTERVAL;
		for (int i = 1; i <= 3; i++) {
			this.timer.awaitScheduled(delay);
			this.timer.advance(delay);
			this.remote.await("t1", Operation.RECONCILE, i).awaitOver();
			delay = delay.multipliedBy(2);
		}
	}

	@Test
	void failedCallToAnOwnerIsRepeated() throws Exception {
		this.remote.on(Operation.CANCEL, (call) -> {
			throw new IOException("503");
		});
		started("t1").cancel("enough");
		Duration delay = OWNER_RETRY.initialDelay();
		for (int i = 1; i <= 3; i++) {
			this.remote.await("t1", Operation.CANCEL, i).awaitOver();
			this.timer.awaitScheduled(delay);
			this.timer.advance(delay);
			delay = delay.multipliedBy(2);
		}
	}

	@Test
	void heldProgressComesWithTheEnd() throws Exception {
		this.host.registerExternal("s1", named("t1"), null);
		TaskReporter reporter = this.host.reporter("s1", "t1");
		reporter.progress(Progress.of(1, 3, "steps"));
		reporter.progress(Progress.of(2, 3, "steps"));
		reporter.complete(null);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "Progress", "Progress", "Completed");
	}

	@Test
	void waitsOfABodyAndForItsEnd() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", builder("t1").timeout(FOREVER).build(),
				(context) -> {
					context.receive(FOREVER);
					context.spawnChild(named("child"), (inner) -> null).await(FOREVER);
					return null;
				});
		task.send("go on");
		assertThat(task.await(FOREVER).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.awaitOutput(0, 1, FOREVER).lines()).isEmpty();
	}

	@Test
	void closeAndRetention() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1",
				builder("t1").closePolicy(ClosePolicy.CANCEL).build(), cooperative());
		this.host.closeSession("s1", null);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		this.timer.advance(Duration.ofDays(1000));
		assertThat(this.host.find(task.uid())).isPresent();
	}

}
