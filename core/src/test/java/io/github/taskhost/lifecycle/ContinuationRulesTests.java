package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of tasks that start after the ends of others. */
class ContinuationRulesTests {

	private static final UUID A = new UUID(1, 1);

	private static final UUID B = new UUID(2, 2);

	private static BackgroundTaskRecord waiting(BackgroundTaskRegistration.Builder registration) {
		return new NewTask("s1", registration.build(), TaskMode.MANAGED, BackgroundTaskState.PENDING, KindOptions.NONE,
				"tests", null, null, null, List.of(A, B), true)
			.register(new UUID(3, 3), Tasks.START)
			.next();
	}

	private static BackgroundTaskRecord waiting() {
		return waiting(Tasks.registration().after("a").afterAnyEnd("b"));
	}

	@Test
	void newTaskSaysForWhatItWaits() {
		BackgroundTaskRecord record = waiting();
		assertThat(record.status()).isEqualTo("Waits for tasks 'a', 'b'");
		assertThat(ContinuationRules.waits(record)).isTrue();
		assertThat(waiting(Tasks.registration().after("a", "b", "c", "d", "e", "f", "g")).status())
			.isEqualTo("Waits for tasks 'a', 'b', 'c', 'd', 'e' and 2 others");
	}

	@Test
	void noStartIsBeforeTheRelease() {
		assertThat(Tasks.decide(waiting(), new TaskCommand.Start("w"))).isInstanceOf(Decision.Unchanged.class);
		BackgroundTaskRecord released = Tasks.changed(waiting(), new TaskCommand.Release()).next();
		assertThat(ContinuationRules.waits(released)).isFalse();
		assertThat(released.status()).isNull();
		assertThat(released.predecessors()).containsExactly(A, B);
		assertThat(Tasks.changed(released, new TaskCommand.Start("w")).next().state())
			.isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void releaseShowsTheDelayThatIsLeft() {
		Instant start = Tasks.START.plus(Duration.ofDays(1));
		BackgroundTaskRecord released = Tasks
			.changed(waiting(Tasks.registration().after("a", "b").startAt(start)), new TaskCommand.Release())
			.next();
		assertThat(released.status()).isEqualTo("Starts at " + start);
		assertThat(released.nextAttemptAt()).isEqualTo(start);
	}

	@Test
	void cancelEndsTheWait() {
		BackgroundTaskRecord end = Tasks.changed(waiting(), new TaskCommand.RequestCancel("why", null)).next();
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.held()).isFalse();
		assertThat(end.status()).isNull();
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void endOfAPredecessorIsMetOrCancels(BackgroundTaskState state) {
		boolean completed = state == BackgroundTaskState.COMPLETED;
		BackgroundTaskRegistration registration = waiting().registration();
		assertThat(ContinuationRules.isMet(0, registration, state)).isEqualTo(completed);
		assertThat(ContinuationRules.isMet(1, registration, state)).isEqualTo(state.isTerminal());
		assertThat(ContinuationRules.cancellation(waiting(), A, state) == null).isEqualTo(completed);
		assertThat(ContinuationRules.cancellation(waiting(), B, state)).isNull();
	}

	@Test
	void removalCancelsUnlessAnyEndIsEnough() {
		assertThat(ContinuationRules.cancellation(waiting(), A, null))
			.isInstanceOfSatisfying(TaskCommand.RequestCancel.class, (request) -> assertThat(request.reason())
				.isEqualTo("The task 'a', for which it waited, was removed before its end was seen"));
		assertThat(ContinuationRules.cancellation(waiting(), B, null)).isNull();
	}

	@Test
	void cyclesAreFound() {
		assertThat(ContinuationRules.cycle(Map.of())).isEmpty();
		assertThat(ContinuationRules
			.cycle(Map.of("d", List.of("b", "c"), "b", List.of("a"), "c", List.of("a", "other"), "a", List.of())))
			.isEmpty();
		assertThat(ContinuationRules
			.cycle(Map.of("a", List.of("c"), "b", List.of("a"), "c", List.of("b"), "d", List.of("c"), "e", List.of())))
			.containsExactly("a", "b", "c", "d");
	}

}
