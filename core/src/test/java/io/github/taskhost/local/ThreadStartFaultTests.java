package io.github.taskhost.local;

import java.util.Map;
import java.util.concurrent.ThreadFactory;

import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Threads that cannot be created leave no state behind. */
class ThreadStartFaultTests extends LocalHostTest {

	private static final ThreadFactory NONE_LEFT = (work) -> {
		throw new InternalError("no thread is left");
	};

	@Test
	void bodyWithoutAThreadFailsAndReturnsItsSlot() throws Exception {
		start((builder) -> builder.threads(NONE_LEFT, NONE_LEFT)
			.options(options().withKinds(Map.of("other", KindOptions.NONE.withMaxConcurrent(1)))));
		for (int i = 0; i < 2; i++) {
			BackgroundTaskRecord end = session().spawn("other", (context) -> "never").await(PATIENCE);
			assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
			assertThat(end.failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(FailureKind.REJECTED);
		}
		assertThat(host().statistics().live()).isZero();
		assertThat(host().statistics().live("other", BackgroundTaskState.RUNNING)).isZero();
	}

	@Test
	void hiddenWorkWithoutAThreadIsNotCounted() throws Exception {
		start((builder) -> builder.threads(NONE_LEFT, NONE_LEFT));
		assertThatThrownBy(() -> session().spawnHidden("work", () -> {
		})).isInstanceOf(InternalError.class);
		assertThat(host().statistics().hidden()).isZero();
		assertThat(host().statistics().sessions()).isZero();
		session().awaitHidden(PATIENCE);
	}

}
