package io.github.taskhost.event;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Matching of records and events by a filter. */
class BackgroundTaskFilterTests {

	private static BackgroundTaskRecord record(BackgroundTaskState state) {
		return BackgroundTaskRecord
			.builder(new UUID(1, 2), "s1", BackgroundTaskRegistration.ofKind("import").build(), Instant.EPOCH)
			.state(state)
			.build();
	}

	private static BackgroundTaskEvent transferred(BackgroundTaskState state) {
		return new BackgroundTaskEvent.Transferred(record(state), 2, Instant.EPOCH, "s0");
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void terminalRecordsAndTheirEventsMatchOnlyIfIncluded(BackgroundTaskState state) {
		BackgroundTaskRecord record = record(state);
		BackgroundTaskEvent event = new BackgroundTaskEvent.Updated(record, 2, Instant.EPOCH);
		assertThat(BackgroundTaskFilter.live().matches(record)).isEqualTo(!state.isTerminal());
		assertThat(BackgroundTaskFilter.live().matches(event)).isEqualTo(!state.isTerminal());
		assertThat(BackgroundTaskFilter.ofSession("s1").matches(record)).isEqualTo(!state.isTerminal());
		assertThat(BackgroundTaskFilter.live().withTerminal().matches(record)).isTrue();
		assertThat(BackgroundTaskFilter.all().matches(record)).isTrue();
		assertThat(BackgroundTaskFilter.all().matches(event)).isTrue();
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void onlyTheGivenStatesMatchIncludingTerminalOnes(BackgroundTaskState state) {
		BackgroundTaskFilter filter = BackgroundTaskFilter.live()
			.withStates(EnumSet.of(BackgroundTaskState.WAITING, BackgroundTaskState.FAILED));
		boolean named = state == BackgroundTaskState.WAITING || state == BackgroundTaskState.FAILED;
		assertThat(filter.matches(record(state))).isEqualTo(named);
		assertThat(filter.withTerminal().matches(record(state))).isEqualTo(named);
	}

	@Test
	void sessionAndKindMustBothMatch() {
		BackgroundTaskRecord record = record(BackgroundTaskState.RUNNING);
		assertThat(BackgroundTaskFilter.ofSession("s1").withKind("import").matches(record)).isTrue();
		assertThat(BackgroundTaskFilter.ofSession("s2").withKind("import").matches(record)).isFalse();
		assertThat(BackgroundTaskFilter.ofSession("s1").withKind("other").matches(record)).isFalse();
	}

	@Test
	void transferMatchesForBothSessions() {
		BackgroundTaskEvent event = transferred(BackgroundTaskState.RUNNING);
		assertThat(BackgroundTaskFilter.ofSession("s0").matches(event)).isTrue();
		assertThat(BackgroundTaskFilter.ofSession("s1").matches(event)).isTrue();
		assertThat(BackgroundTaskFilter.ofSession("s2").matches(event)).isFalse();
	}

	@Test
	void transferMatchesForTheLeftSessionOnlyByKindAndState() {
		BackgroundTaskFilter left = BackgroundTaskFilter.ofSession("s0");
		assertThat(left.withKind("other").matches(transferred(BackgroundTaskState.RUNNING))).isFalse();
		assertThat(left.matches(transferred(BackgroundTaskState.COMPLETED))).isFalse();
		assertThat(left.withTerminal().matches(transferred(BackgroundTaskState.COMPLETED))).isTrue();
	}

	@Test
	void otherEventsDoNotMatchForTheLeftSession() {
		BackgroundTaskEvent event = new BackgroundTaskEvent.Updated(record(BackgroundTaskState.RUNNING), 2,
				Instant.EPOCH);
		assertThat(BackgroundTaskFilter.ofSession("s0").matches(event)).isFalse();
	}

	@Test
	void setOfStatesIsCopied() {
		Set<BackgroundTaskState> states = EnumSet.of(BackgroundTaskState.RUNNING);
		BackgroundTaskFilter filter = BackgroundTaskFilter.live().withStates(states);
		states.add(BackgroundTaskState.PENDING);
		assertThat(filter.matches(record(BackgroundTaskState.PENDING))).isFalse();
	}

	@Test
	void invalidSessionIdOrKindIsRefused() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> BackgroundTaskFilter.ofSession("a b"))
			.withMessageContaining("session id");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> BackgroundTaskFilter.all().withKind("A"))
			.withMessageContaining("kind");
	}

	@Test
	void criteriaAreAddedToEachOther() {
		UUID parent = UUID.randomUUID();
		Instant time = Instant.EPOCH;
		assertThat(BackgroundTaskFilter.live()
			.withText("a")
			.withWorker("w")
			.withFailureKind(FailureKind.TIMEOUT)
			.withParent(parent)
			.withCreatedAfter(time)
			.withCreatedBefore(time.plusSeconds(1))
			.withKind("other")
			.withSession("s1")
			.withTerminal())
			.isEqualTo(new BackgroundTaskFilter("s1", "other", Set.of(), true,
					new TaskSearch("a", "w", FailureKind.TIMEOUT, parent, time, time.plusSeconds(1))));
		assertThat(BackgroundTaskFilter.all().search()).isEqualTo(TaskSearch.NONE);
	}

	@Test
	void textsAreBounded() {
		BackgroundTaskFilter all = BackgroundTaskFilter.all();
		assertThat(all.withText("x".repeat(128)).search().text()).hasSize(128);
		for (String text : List.of("", " ", "x".repeat(129))) {
			assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> all.withText(text))
				.withMessageContaining("use 1 to 128 characters");
		}
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> all.withWorker("a b"))
			.withMessageContaining("worker id");
	}

}
