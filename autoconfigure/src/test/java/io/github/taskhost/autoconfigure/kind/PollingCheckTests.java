package io.github.taskhost.autoconfigure.kind;

import java.time.Duration;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link PollingCheck}. */
@ExtendWith(OutputCaptureExtension.class)
class PollingCheckTests {

	private final ApplicationContextRunner contexts = Kinds.contexts();

	@Test
	void executorThatIsNeverPolledIsNamed(CapturedOutput output) {
		this.contexts.withBean(Polling.class)
			.run((context) -> assertThat(output).containsOnlyOnce("'taskhost.kinds.remote.reconcile-interval'"));
	}

	@Test
	void intervalOfAPropertyIsEnough(CapturedOutput output) {
		this.contexts.withBean(Polling.class)
			.withPropertyValues("taskhost.kinds.remote.reconcile-interval=1m")
			.run((context) -> assertThat(output).doesNotContain("never called"));
	}

	@Test
	void intervalOfTheExecutorIsEnough(CapturedOutput output) {
		this.contexts.withBean(Polling.class, () -> new Polling() {

			@Override
			public KindOptions options() {
				return KindOptions.NONE.withReconcileInterval(Duration.ofMinutes(1));
			}

		}).run((context) -> assertThat(output).doesNotContain("never called"));
	}

	@Test
	void executorWithoutReconcileNeedsNoInterval(CapturedOutput output) {
		this.contexts.withBean(Pushing.class).run((context) -> assertThat(output).doesNotContain("never called"));
	}

	static class Pushing implements BackgroundTaskExecutor {

		@Override
		public String kind() {
			return "remote";
		}

		@Override
		public void start(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.live(BackgroundTaskState.RUNNING);
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.cancelled("stopped");
		}

	}

	static class Polling extends Pushing {

		@Override
		public void reconcile(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.complete("done");
		}

	}

}
