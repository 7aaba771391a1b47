package io.github.taskhost.lifecycle;

import java.util.List;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules of the attempts of work: their begin, their end, and work that outlives them. */
class WorkRulesTests {

	private static final BackgroundTaskRecord PENDING = Tasks.managed(BackgroundTaskState.PENDING);

	private static final BackgroundTaskRecord RUNNING = Tasks.managed(BackgroundTaskState.RUNNING);

	@Test
	void attemptBeginsWhenTheHostTakesItFromPendingToRunning() {
		assertThat(WorkRules.begins(PENDING, RUNNING)).isTrue();
		assertThat(WorkRules.begins(PENDING, PENDING)).isFalse();
		assertThat(WorkRules.begins(PENDING, Tasks.managed(BackgroundTaskState.CANCELLED))).isFalse();
		assertThat(WorkRules.begins(RUNNING, RUNNING)).isFalse();
		BackgroundTaskRecord ownersToStart = Tasks.external(BackgroundTaskState.PENDING);
		assertThat(WorkRules.begins(ownersToStart, Tasks.external(BackgroundTaskState.RUNNING))).isFalse();
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void liveTaskAtTheAttemptOfAnEndedThreadLacksItsEnd(BackgroundTaskState state) {
		BackgroundTaskRecord record = Tasks.managed(state);
		assertThat(WorkRules.lacksEnd(record, 1)).isEqualTo(!state.isTerminal());
		assertThat(WorkRules.lacksEnd(record, 2)).isFalse();
	}

	@Test
	void workOfAnEarlierAttemptMayRunUnlessThatAttemptFailed() {
		TaskAttempt reattached = attempt(1, null);
		TaskAttempt failed = attempt(2, new TaskFailure(FailureKind.EXCEPTION, null, "503"));
		assertThat(WorkRules.mayRunFromEarlierAttempt(RUNNING)).isFalse();
		assertThat(WorkRules.mayRunFromEarlierAttempt(after(reattached))).isTrue();
		assertThat(WorkRules.mayRunFromEarlierAttempt(after(failed))).isFalse();
		assertThat(WorkRules.mayRunFromEarlierAttempt(after(failed, reattached))).isTrue();
		assertThat(WorkRules.mayRunFromEarlierAttempt(after(reattached, failed))).isFalse();
	}

	private static BackgroundTaskRecord after(TaskAttempt... earlier) {
		return RUNNING.toBuilder().earlierAttempts(List.of(earlier)).build();
	}

	private static TaskAttempt attempt(int number, @Nullable TaskFailure failure) {
		return new TaskAttempt(number, null, Tasks.START, Tasks.LATER, failure);
	}

}
