package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskHistory.Entry;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules of histories. */
class HistoryRulesTests {

	private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

	private static final BackgroundTaskRecord FIRST = BackgroundTaskRecord
		.builder(UUID.randomUUID(), "s1", BackgroundTaskRegistration.ofKind("other").build(), START)
		.version(1)
		.updatedAt(START)
		.stateSince(START)
		.state(BackgroundTaskState.RUNNING)
		.startedAt(START)
		.build();

	private static BackgroundTaskRecord next(BackgroundTaskRecord before, BackgroundTaskState state) {
		Instant time = before.updatedAt().plus(Duration.ofSeconds(1));
		return before.toBuilder()
			.version(before.version() + 1)
			.state(state)
			.stateSince(time)
			.updatedAt(time)
			.finishedAt(state.isTerminal() ? time : null)
			.build();
	}

	/** Records of one task that waits and goes on, in the order of their versions. */
	private static List<BackgroundTaskRecord> waits(int number) {
		List<BackgroundTaskRecord> records = new ArrayList<>(List.of(FIRST));
		for (int i = 0; i < number; i++) {
			records.add(next(records.getLast(), BackgroundTaskState.WAITING));
			records.add(next(records.getLast(), BackgroundTaskState.RUNNING));
		}
		records.add(next(records.getLast(), BackgroundTaskState.COMPLETED));
		return records;
	}

	@Test
	void stepsThatAreReportedOutOfOrderGetTheirPlaces() {
		List<BackgroundTaskRecord> records = waits(5);
		List<Entry> expected = records.stream()
			.map((record) -> new Entry(record.stateSince(), record.state(), 1, "s1"))
			.toList();
		for (int seed = 0; seed < 100; seed++) {
			List<Integer> order = new ArrayList<>();
			for (int i = 1; i < records.size(); i++) {
				order.add(i);
			}
			Collections.shuffle(order, new Random(seed));
			HistoryRules.Kept kept = null;
			for (int i : order) {
				kept = HistoryRules.with(kept, records.get(i - 1), records.get(i), false);
			}
			assertThat(HistoryRules.history(records.getLast(), kept).entries()).as("seed %d", seed).isEqualTo(expected);
		}
	}

	@Test
	void historyThatLacksTheLastStepGetsItFromTheRecord() {
		List<BackgroundTaskRecord> records = waits(1);
		HistoryRules.Kept kept = HistoryRules.with(null, records.get(0), records.get(1), false);
		TaskHistory history = HistoryRules.history(records.get(2), kept);
		assertThat(history.entries()).extracting(Entry::state)
			.containsExactly(BackgroundTaskState.RUNNING, BackgroundTaskState.WAITING, BackgroundTaskState.RUNNING);
	}

	@Test
	void changesThatAreNoStepsAreLeftOut() {
		Entry first = entry(FIRST);
		Entry waiting = entry(next(FIRST, BackgroundTaskState.WAITING));
		List<Entry> changes = List.of(first, first, waiting, waiting, first);
		assertThat(HistoryRules.ofChanges(new TaskHistory(changes, false)))
			.isEqualTo(new TaskHistory(List.of(first, waiting, first), false));
		assertThat(HistoryRules.ofChanges(new TaskHistory(List.of(), false)).entries()).isEmpty();
		assertThat(HistoryRules.ofChanges(new TaskHistory(List.of(first), true)).partial()).isTrue();
	}

	@Test
	void changesPastTheLimitLeaveTheFirstStep() {
		List<Entry> changes = waits(60).stream().map(HistoryRulesTests::entry).toList();
		TaskHistory history = HistoryRules.ofChanges(new TaskHistory(changes, false));
		int left = TaskHistory.MAX_ENTRIES - 1;
		assertThat(history.partial()).isTrue();
		assertThat(history.entries()).hasSize(TaskHistory.MAX_ENTRIES).startsWith(changes.getFirst());
		assertThat(history.entries().subList(1, left + 1))
			.isEqualTo(changes.subList(changes.size() - left, changes.size()));
	}

	private static Entry entry(BackgroundTaskRecord record) {
		return new Entry(record.stateSince(), record.state(), record.attempt(), record.sessionId());
	}

	@Test
	void repeatedStepIsKeptOnce() {
		List<BackgroundTaskRecord> records = waits(1);
		HistoryRules.Kept kept = HistoryRules.with(null, records.get(0), records.get(1), false);
		assertThat(HistoryRules.with(kept, records.get(0), records.get(1), false)).isSameAs(kept);
	}

	@Test
	void reportAfterADeclinedQuestionIsNoFurtherStep() {
		List<BackgroundTaskRecord> records = waits(1);
		HistoryRules.Kept kept = HistoryRules.with(null, records.get(0), records.get(1), false);
		kept = HistoryRules.with(kept, records.get(1), records.get(2), true);
		BackgroundTaskRecord reported = records.get(2).toBuilder().version(9).status("half").build();
		assertThat(HistoryRules.history(reported, kept).entries()).extracting(Entry::declined)
			.containsExactly(false, false, true);
	}

	@Test
	void stepsOfAPlainTaskAreToldByItsRecord() {
		BackgroundTaskRecord asked = next(FIRST, BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(HistoryRules.isTold(FIRST, asked)).isTrue();
		assertThat(HistoryRules.isTold(asked, next(asked, BackgroundTaskState.CANCELLED))).isTrue();
		BackgroundTaskRecord waiting = next(FIRST, BackgroundTaskState.WAITING);
		assertThat(HistoryRules.isTold(FIRST, waiting)).isFalse();
		assertThat(HistoryRules.isTold(waiting, next(waiting, BackgroundTaskState.RUNNING))).isFalse();
		assertThat(HistoryRules.isTold(FIRST, FIRST.toBuilder().sessionId("s2").build())).isFalse();
		assertThat(HistoryRules.isStep(FIRST, FIRST.toBuilder().status("half").build())).isFalse();
	}

}
