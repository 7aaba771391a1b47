package io.github.taskhost.lifecycle;

import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.TaskMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.taskhost.task.BackgroundTaskState.CANCEL_REQUESTED;
import static io.github.taskhost.task.BackgroundTaskState.PENDING;
import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static io.github.taskhost.task.BackgroundTaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/** Tasks of durable hosts whose worker was lost. */
class RecoveryRulesTests {

	private static final InputRequest QUESTION = InputRequest.of("go", "Go on?");

	private static BackgroundTaskRecord record(TaskMode mode, BackgroundTaskState state, NodeLossPolicy policy) {
		BackgroundTaskRecord running = Tasks.newTask(Tasks.registration().build(), mode, RUNNING)
			.toBuilder()
			.onNodeLoss(policy)
			.workerId("w")
			.build();
		return Tasks.inState(running, state);
	}

	private static TaskCommand.Lost lost(int losses) {
		return new TaskCommand.Lost(losses, 3, false, 20);
	}

	private static BackgroundTaskRecord after(BackgroundTaskRecord record, TaskCommand command) {
		return ((Decision.Changed) Tasks.decide(record, command)).next();
	}

	@ParameterizedTest
	@EnumSource(names = { "RUNNING", "WAITING" })
	void restartableWorkGetsTheNextAttemptWithoutAWorker(BackgroundTaskState state) {
		BackgroundTaskRecord next = after(record(TaskMode.MANAGED, state, NodeLossPolicy.RESTART), lost(1));
		assertThat(next.state()).isEqualTo(PENDING);
		assertThat(next.attempt()).isEqualTo(2);
		assertThat(next.workerId()).isNull();
		assertThat(next.earlierAttempts()).singleElement()
			.satisfies((attempt) -> assertThat(attempt.workerId()).isEqualTo("w"));
	}

	@ParameterizedTest
	@EnumSource(names = { "PENDING", "RUNNING", "WAITING", "CANCEL_REQUESTED" })
	void unresolvedTaskEndsUnreadableWithItsReason(BackgroundTaskState state) {
		BackgroundTaskRecord end = after(record(TaskMode.MANAGED, state, NodeLossPolicy.RESTART),
				new TaskCommand.Unresolved("It has no handler."));
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE);
			assertThat(failure.message()).endsWith("It has no handler.");
		});
	}

	@Test
	void onlyEndsReplaceARecordThatCannotBeRead() {
		assertThat(JournalRules.mayChangeUnreadable(new TaskCommand.Unresolved("It has no handler."))).isTrue();
		assertThat(JournalRules.mayChangeUnreadable(new TaskCommand.CancelNow(null, null, false))).isTrue();
		assertThat(JournalRules.mayChangeUnreadable(new TaskCommand.RequestCancel(null, null))).isFalse();
		assertThat(JournalRules.mayChangeUnreadable(lost(1))).isFalse();
	}

	@Test
	void lossDoesNotCountAsAFailedAttempt() {
		BackgroundTaskRecord next = after(record(TaskMode.MANAGED, RUNNING, NodeLossPolicy.RESTART), lost(2));
		assertThat(next.maxAttempts()).isEqualTo(1);
		assertThat(next.earlierAttempts().getFirst().failure()).isNull();
	}

	@Test
	void lastLossInARowEndsTheTask() {
		BackgroundTaskRecord end = after(record(TaskMode.MANAGED, RUNNING, NodeLossPolicy.RESTART), lost(3));
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().extracting((failure) -> failure.kind()).isEqualTo(FailureKind.ORPHANED);
	}

	@ParameterizedTest
	@EnumSource(names = { "RESTART", "FAIL" })
	void workThatWaitsForItsStartIsKept(NodeLossPolicy policy) {
		BackgroundTaskRecord pending = record(TaskMode.MANAGED, PENDING, policy);
		assertThat(Tasks.decide(pending, lost(3))).isInstanceOf(Decision.Unchanged.class);
		assertThat(RecoveryRules.outlivesItsWorker(pending)).isTrue();
	}

	@Test
	void workOfOneProcessIsOrphanedInEveryState() {
		for (BackgroundTaskState state : WorkRules.liveStates()) {
			BackgroundTaskRecord end = after(record(TaskMode.EXTERNAL, state, NodeLossPolicy.LOCAL), lost(1));
			assertThat(end.failure()).isNotNull()
				.extracting((failure) -> failure.kind())
				.isEqualTo(FailureKind.ORPHANED);
		}
	}

	@Test
	void workOfAnOwnerLivesByItsHeartbeat() {
		BackgroundTaskRecord external = record(TaskMode.EXTERNAL, RUNNING, NodeLossPolicy.LOCAL);
		assertThat(Tasks.decide(external, new TaskCommand.Lost(1, 3, true, 20))).isInstanceOf(Decision.Unchanged.class);
	}

	@Test
	void cancelRequestEndsALostBodyAndReachesSubmittedWorkAgain() {
		assertThat(after(record(TaskMode.MANAGED, CANCEL_REQUESTED, NodeLossPolicy.RESTART), lost(1)).state())
			.isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(Tasks.decide(record(TaskMode.SUBMITTED, CANCEL_REQUESTED, NodeLossPolicy.RESTART), lost(1)))
			.isInstanceOf(Decision.Unchanged.class);
	}

	@Test
	void questionStaysOpenUntilTheWorkAsksItAgain() {
		BackgroundTaskRecord asked = after(record(TaskMode.MANAGED, RUNNING, NodeLossPolicy.RESTART),
				new TaskCommand.Ask(QUESTION));
		BackgroundTaskRecord left = after(after(asked, lost(1)), new TaskCommand.Start("w2"));
		assertThat(left.state()).isEqualTo(RUNNING);
		assertThat(left.inputRequest()).isEqualTo(asked.inputRequest());
		assertThat(QuestionRules.isLeft(left)).isTrue();
		BackgroundTaskRecord again = after(left, new TaskCommand.Ask(QUESTION));
		assertThat(again.state()).isEqualTo(WAITING);
		assertThat(again.inputRequest()).isEqualTo(asked.inputRequest());
		assertThat(again.questions()).isEqualTo(1);
	}

	@Test
	void anotherQuestionReplacesTheOneThatWasLeft() {
		BackgroundTaskRecord asked = after(record(TaskMode.MANAGED, RUNNING, NodeLossPolicy.RESTART),
				new TaskCommand.Ask(QUESTION));
		BackgroundTaskRecord left = after(after(asked, lost(1)), new TaskCommand.Start("w2"));
		Decision.Changed other = (Decision.Changed) Tasks.decide(left,
				new TaskCommand.Ask(InputRequest.of("other", "Or else?")));
		assertThat(other.next().inputRequest()).isNotNull().extracting(InputRequest::number).isEqualTo(2);
		assertThat(other.outcome().question()).isEqualTo(Outcome.QuestionEnd.WITHDRAWN);
		assertThat(other.events()).extracting((event) -> event.getClass().getSimpleName())
			.containsExactly("InputWithdrawn", "InputRequested", "StateChanged");
	}

	@Test
	void cancelRequestAndEndWithdrawTheQuestionThatWasLeft() {
		BackgroundTaskRecord asked = after(record(TaskMode.MANAGED, RUNNING, NodeLossPolicy.RESTART),
				new TaskCommand.Ask(QUESTION));
		BackgroundTaskRecord left = after(after(asked, lost(1)), new TaskCommand.Start("w2"));
		assertThat(after(left, new TaskCommand.RequestCancel(null, null)).inputRequest()).isNull();
		assertThat(after(left, new TaskCommand.BodyReturned(null)).inputRequest()).isNull();
	}

	@Test
	void policyOfWorkThatStartsByNameIsTheOptionOfItsKind() {
		KindOptions fails = KindOptions.NONE.withOnNodeLoss(NodeLossPolicy.FAIL);
		assertThat(RecoveryRules.policy(KindOptions.NONE, true)).isEqualTo(NodeLossPolicy.RESTART);
		assertThat(RecoveryRules.policy(fails, true)).isEqualTo(NodeLossPolicy.FAIL);
		assertThat(RecoveryRules.policy(fails, false)).isEqualTo(NodeLossPolicy.LOCAL);
	}

}
