package io.github.taskhost.lifecycle;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ElsewhereRulesTests {

	private static @Nullable TaskCommand forDescendants(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		return ElsewhereRules.outcome(before, after, false, false).forDescendants();
	}

	@Test
	void descendantsOfAnEndThatWasReportedAsCancelledGetItsReason() {
		BackgroundTaskRecord running = Tasks.external(BackgroundTaskState.RUNNING);
		TaskCommand.End cancelled = new TaskCommand.End(BackgroundTaskState.CANCELLED, null, null);
		Decision.Changed there = Tasks.changed(running, cancelled);
		assertThat(forDescendants(running, there.next())).isEqualTo(there.outcome().forDescendants()).isNotNull();
	}

	@Test
	void descendantsOfACancelledTaskGetTheReasonOfTheRequest() {
		BackgroundTaskRecord running = Tasks.external(BackgroundTaskState.RUNNING);
		Decision.Changed there = Tasks.changed(running, new TaskCommand.RequestCancel("why", "who"));
		assertThat(forDescendants(running, there.next())).isEqualTo(there.outcome().forDescendants()).isNotNull();
	}

	@Test
	void inspectionsHaveNoConsequencesForTheTask() {
		TaskNotice.Inspect question = new TaskNotice.Inspect(UUID.randomUUID(), "worker_1");
		TaskNotice.Inspected answer = new TaskNotice.Inspected(question.question(), "worker_1",
				new TaskNotice.WorkDetails(false, null, List.of(), null, List.of()));
		assertThat(ElsewhereRules.outcome(question)).isEqualTo(Outcome.NONE);
		assertThat(ElsewhereRules.outcome(answer)).isEqualTo(Outcome.NONE);
		assertThat(ElsewhereRules.isAnswer(question)).isFalse();
		assertThat(ElsewhereRules.isAnswer(answer)).isTrue();
	}

}
