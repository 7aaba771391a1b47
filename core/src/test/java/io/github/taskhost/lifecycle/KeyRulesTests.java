package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules of idempotency keys and of debounced requests. */
class KeyRulesTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration WINDOW = Duration.ofHours(1);

	private static final Duration QUIET = Duration.ofSeconds(30);

	private static BackgroundTaskRecord task(BackgroundTaskRegistration registration, BackgroundTaskState state) {
		return BackgroundTaskRecord.builder(new UUID(1, 2), "s1", registration, START).state(state).build();
	}

	private static BackgroundTaskRegistration.Builder other() {
		return BackgroundTaskRegistration.ofKind("other");
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void windowDecidesWhateverTheState(BackgroundTaskState state) {
		BackgroundTaskRecord holder = task(other().idempotencyKey("k", WINDOW).build(), state);
		assertThat(NamingRules.endOfWindow(holder)).isEqualTo(START.plus(WINDOW));
		assertThat(NamingRules.holdsItsKey(holder, START.minus(WINDOW))).isTrue();
		assertThat(NamingRules.holdsItsKey(holder, START.plus(WINDOW).minusNanos(1))).isTrue();
		assertThat(NamingRules.holdsItsKey(holder, START.plus(WINDOW))).isFalse();
	}

	@Test
	void keyWithoutAWindowIsNotFreedByTime() {
		BackgroundTaskRecord holder = task(other().idempotencyKey("k").build(), BackgroundTaskState.FAILED);
		assertThat(NamingRules.endOfWindow(holder)).isNull();
		assertThat(NamingRules.holdsItsKey(holder, Instant.MAX)).isTrue();
		assertThat(NamingRules.mayLackItsKey(holder)).isFalse();
	}

	@Test
	void policyReplacesAWindow() {
		BackgroundTaskRegistration windowed = other().idempotencyKey("k", WINDOW).build();
		assertThat(windowed.idempotencyPolicy()).isEqualTo(IdempotencyPolicy.RETAINED);
		assertThat(windowed.toBuilder().build()).isEqualTo(windowed);
		assertThat(windowed.toBuilder().idempotencyKey("k").build()).isEqualTo(other().idempotencyKey("k").build())
			.isNotEqualTo(windowed);
	}

	private static BackgroundTaskRegistration debounced(String input) {
		return other().idempotencyKey("k")
			.displayName("name " + input)
			.input(new JsonPayload(input))
			.debounce(QUIET, QUIET.multipliedBy(2))
			.build();
	}

	private static BackgroundTaskRecord waitingTask() {
		return Tasks.newTask(debounced("1"), TaskMode.SUBMITTED, BackgroundTaskState.PENDING);
	}

	private static Decision decide(BackgroundTaskRecord task, TaskCommand command, Instant now) {
		return TaskLifecycle.decide(task, TaskLifecycle.ANY_ATTEMPT, command, now);
	}

	@Test
	void newestRequestReplacesInputNameAndStart() {
		BackgroundTaskRecord task = waitingTask();
		Instant now = task.createdAt().plus(QUIET.dividedBy(2));
		Decision.Changed changed = (Decision.Changed) decide(task, new TaskCommand.Debounce(debounced("2"), 7), now);
		BackgroundTaskRecord next = changed.next();
		assertThat(next.input()).isEqualTo(new JsonPayload("2"));
		assertThat(next.displayName()).isEqualTo("name 2");
		assertThat(next.nextAttemptAt()).isEqualTo(now.plus(QUIET));
		assertThat(next.schemaVersion()).isEqualTo(7);
		assertThat(next.version()).isEqualTo(task.version() + 1);
		assertThat(next.uid()).isEqualTo(task.uid());
		assertThat(next.status()).startsWith("Starts at ").isNotEqualTo(task.status());
		assertThat(changed.events()).singleElement().isInstanceOf(BackgroundTaskEvent.Updated.class);
		assertThat(TimeRules.movesStart(task, next)).isTrue();
	}

	@Test
	void statusOfTheWorkIsKept() {
		BackgroundTaskRecord task = waitingTask().toBuilder().status("first in the queue").build();
		Decision.Changed changed = (Decision.Changed) decide(task, new TaskCommand.Debounce(debounced("2"), 1),
				task.createdAt());
		assertThat(changed.next().status()).isEqualTo("first in the queue");
	}

	@Test
	void startIsNotLaterThanTheLongestWaitAndNotInThePast() {
		BackgroundTaskRecord task = waitingTask();
		Instant last = task.createdAt().plus(QUIET.multipliedBy(2));
		assertThat(TimeRules.debouncedStart(task, debounced("2"), task.createdAt().plus(QUIET))).isEqualTo(last);
		assertThat(TimeRules.debouncedStart(task, debounced("2"), last.minusSeconds(1))).isEqualTo(last);
		assertThat(TimeRules.debouncedStart(task, debounced("2"), last.plusSeconds(1))).isEqualTo(last.plusSeconds(1));
	}

	@Test
	void taskThatHasStartedTakesNoFurtherRequest() {
		BackgroundTaskRecord task = waitingTask();
		BackgroundTaskRecord started = ((Decision.Changed) decide(task,
				new TaskCommand.Start("w", task.nextAttemptAt()), START))
			.next();
		assertThat(NamingRules.holdsItsKey(task, Instant.MAX)).isTrue();
		assertThat(NamingRules.holdsItsKey(started, START)).isFalse();
		BackgroundTaskRecord retried = started.toBuilder().state(BackgroundTaskState.PENDING).attempt(2).build();
		assertThat(NamingRules.holdsItsKey(retried, START)).isFalse();
		assertThat(decide(started, new TaskCommand.Debounce(debounced("2"), 1), START))
			.isEqualTo(new Decision.Unchanged(started));
	}

	@Test
	void startThatWasDueDoesNotStartATaskWhoseStartHasMoved() {
		BackgroundTaskRecord task = waitingTask();
		Instant due = task.nextAttemptAt();
		BackgroundTaskRecord moved = ((Decision.Changed) decide(task, new TaskCommand.Debounce(debounced("2"), 1),
				task.createdAt().plusSeconds(1)))
			.next();
		assertThat(decide(moved, new TaskCommand.Start("w", due), START)).isEqualTo(new Decision.Unchanged(moved));
		assertThat(decide(moved, new TaskCommand.Start("w", moved.nextAttemptAt()), START))
			.isInstanceOf(Decision.Changed.class);
	}

	@Test
	void onlyDebouncedRequestsOfOneKindReplaceEachOther() {
		BackgroundTaskRecord task = waitingTask();
		assertThat(NamingRules.replaces(task, debounced("2"))).isTrue();
		assertThat(NamingRules.replaces(task, other().idempotencyKey("k").build())).isFalse();
		assertThat(NamingRules.replaces(task(other().idempotencyKey("k").build(), BackgroundTaskState.PENDING),
				debounced("2")))
			.isFalse();
		assertThat(NamingRules.replaces(task,
				BackgroundTaskRegistration.ofKind("kind").idempotencyKey("k").debounce(QUIET).build()))
			.isFalse();
	}

	@Test
	void builderKeepsTheDurations() {
		BackgroundTaskRegistration debounced = debounced("1");
		assertThat(debounced.toBuilder().build()).isEqualTo(debounced);
		assertThat(debounced.toBuilder().debounce(QUIET).build()).isNotEqualTo(debounced);
	}

}
