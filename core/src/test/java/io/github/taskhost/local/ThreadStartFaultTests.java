package io.github.taskhost.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
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

	/** More starts than alarm threads hang in the factory of the application. */
	@Test
	void factoryThatHangsHoldsUpNoDeadline() throws Exception {
		ThreadFactory hanging = (work) -> {
			awaitIgnoringInterrupts(this.release);
			return Thread.ofVirtual().unstarted(work);
		};
		start((builder) -> builder.threads(hanging, hanging));
		List<BackgroundTaskHandle<String>> delayed = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			delayed.add(session().spawn(
					BackgroundTaskRegistration.ofKind("other").startAfter(Duration.ofSeconds(2)).build(),
					(context) -> "done"));
		}
		host().registerExternal("s1",
				BackgroundTaskRegistration.ofKind("other").id("job").timeout(Duration.ofSeconds(5)).build(), null);
		this.timer.advance(Duration.ofSeconds(2));
		this.timer.advance(Duration.ofSeconds(3));
		assertThat(session().task("job").await(PATIENCE).failure()).isNotNull()
			.extracting(TaskFailure::kind)
			.isEqualTo(FailureKind.TIMEOUT);
		this.release.countDown();
		for (BackgroundTaskHandle<String> task : delayed) {
			assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
	}

}
