package io.github.taskhost.lifecycle;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.lifecycle.QuestionRules.NamedQuestion;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.taskhost.task.BackgroundTaskState.CANCELLED;
import static io.github.taskhost.task.BackgroundTaskState.CANCEL_REQUESTED;
import static io.github.taskhost.task.BackgroundTaskState.COMPLETED;
import static io.github.taskhost.task.BackgroundTaskState.FAILED;
import static io.github.taskhost.task.BackgroundTaskState.PENDING;
import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static io.github.taskhost.task.BackgroundTaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/** Deadlines of questions, the record after an end, and sequence numbers of events. */
class LapseAndEndRulesTests {

	private static final InputRequest QUESTION = InputRequest.of("publish", "Publish?");

	private static BackgroundTaskRecord asking(InputRequest question) {
		return Tasks.changed(Tasks.managed(RUNNING), new TaskCommand.Ask(question), Tasks.START).next();
	}

	@Test
	void questionLapsesAtItsDeadlineAndTheTaskContinues() {
		InputRequest question = QUESTION.withDeadline(Tasks.LATER);
		Decision.Changed lapse = Tasks.changed(asking(question), new TaskCommand.Lapse("publish"));
		assertThat(lapse.next().state()).isEqualTo(RUNNING);
		assertThat(lapse.next().inputRequest()).isNull();
		assertThat(Tasks.told(lapse)).containsExactly("InputWithdrawn", "StateChanged");
		assertThat(lapse.events().get(0)).isInstanceOfSatisfying(BackgroundTaskEvent.InputWithdrawn.class,
				(event) -> assertThat(event.question()).isEqualTo(question.withNumber(1)));
	}

	@Test
	void lapseAppliesToTheOpenQuestionAfterItsDeadlineOnly() {
		Tasks.unchanged(asking(QUESTION.withDeadline(Tasks.LATER.plusNanos(1))), new TaskCommand.Lapse("publish"));
		Tasks.unchanged(asking(QUESTION.withDeadline(Tasks.LATER)), new TaskCommand.Lapse("other"));
		Tasks.unchanged(asking(QUESTION), new TaskCommand.Lapse("publish"));
		Tasks.unchanged(Tasks.managed(RUNNING), new TaskCommand.Lapse("publish"));
	}

	private static TaskCommand reply(Answer answer, Answer earlier) {
		return new TaskCommand.Reply(answer, new NamedQuestion(answer.key(), 0, null, earlier));
	}

	@Test
	void refusalOfASecondAnswerNamesTheFirst() {
		Answer late = new Answer("publish", new JsonPayload("false"), Tasks.LATER, "late");
		Answer known = new Answer("publish", new JsonPayload("true"), Tasks.START, "first");
		Answer unknown = new Answer("publish", new JsonPayload("true"), Tasks.START, null);
		BackgroundTaskRecord task = Tasks.managed(RUNNING);
		assertThat(Tasks.refused(task, reply(late, known)).message()).contains("2026-01-01", "by first",
				"the first answer counts");
		assertThat(Tasks.refused(task, reply(late, unknown)).message())
			.contains("answered at 2026-01-01T00:00:00Z, and")
			.doesNotContain("by null");
	}

	@Test
	void forcedCancelStampsTimeAndCallerOnce() {
		BackgroundTaskRecord end = Tasks
			.changed(Tasks.managed(RUNNING), new TaskCommand.CancelNow("because", "who", false))
			.next();
		assertThat(end.cancelRequestedAt()).isEqualTo(Tasks.LATER);
		assertThat(end.cancelReason()).isEqualTo("because");
		assertThat(end.cancelledBy()).isEqualTo("who");
		assertThat(end.abandoned()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "COMPLETED", "FAILED", "CANCELLED" })
	void endKeepsTheSummaryUnlessANewOneIsGiven(BackgroundTaskState end) {
		BackgroundTaskRecord described = Tasks
			.changed(Tasks.external(RUNNING), new TaskCommand.Describe(null, null, "earlier"))
			.next();
		assertThat(Tasks.changed(described, new TaskCommand.End(end, null, null)).next().summary())
			.isEqualTo("earlier");
		assertThat(Tasks.changed(described, new TaskCommand.End(end, "at last", null)).next().summary())
			.isEqualTo("at last");
	}

	@Test
	void givenFailureIsRecorded() {
		TaskFailure failure = new TaskFailure(FailureKind.TIMEOUT, "T", "m");
		assertThat(Tasks.changed(Tasks.external(RUNNING), new TaskCommand.End(FAILED, "sum", failure)).next().failure())
			.isEqualTo(failure);
	}

	@Test
	void bodyWithoutAValueKeepsTheReportedResult() {
		BackgroundTaskRecord reported = Tasks
			.changed(Tasks.managed(RUNNING), new TaskCommand.SetResult(TaskResult.of(new JsonPayload("1"))))
			.next();
		assertThat(Tasks.changed(reported, new TaskCommand.BodyReturned(null)).next().result())
			.isEqualTo(reported.result());
	}

	@Test
	void descriptionKeepsOmittedFields() {
		BackgroundTaskRecord full = Tasks
			.changed(Tasks.external(RUNNING), new TaskCommand.Describe("status", Progress.of(1, "rows"), "summary"))
			.next();
		BackgroundTaskRecord summed = Tasks.changed(full, new TaskCommand.Describe(null, null, "newer")).next();
		assertThat(summed.status()).isEqualTo("status");
		assertThat(summed.summary()).isEqualTo("newer");
		assertThat(summed.progress()).isEqualTo(Progress.of(1, "rows"));
		BackgroundTaskRecord stated = Tasks.changed(full, new TaskCommand.Describe("newer", null, null)).next();
		assertThat(stated.summary()).isEqualTo("summary");
	}

	@Test
	void removalIsTheNextEventAfterTheLast() {
		BackgroundTaskRecord task = Tasks.external(WAITING);
		Decision.Changed removal = Tasks.changed(task, new TaskCommand.Remove(TaskCommand.Removal.UNREGISTERED));
		assertThat(Tasks.onlyEvent(removal).sequence()).isEqualTo(task.eventSequence() + 1);
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void liveTasksKeepReportsAndHaveWorkOnceStarted(BackgroundTaskState state) {
		assertThat(WorkRules.keepsReports(Tasks.external(state))).isEqualTo(!state.isTerminal());
		assertThat(WorkRules.hasWork(Tasks.external(state))).isEqualTo(!state.isTerminal());
		assertThat(WorkRules.hasWork(Tasks.managed(state))).isEqualTo(!state.isTerminal() && state != PENDING);
	}

	@Test
	void liveStatesAreThoseThatAreNotTerminal() {
		assertThat(WorkRules.liveStates()).containsExactly(PENDING, RUNNING, WAITING, CANCEL_REQUESTED);
		assertThat(List.of(COMPLETED, FAILED, CANCELLED)).allMatch(BackgroundTaskState::isTerminal);
	}

}
