package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.util.List;

import io.github.taskhost.lifecycle.Outcome.QuestionEnd;
import io.github.taskhost.lifecycle.TaskCommand.RequestCancel.Origin;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskRetryPolicy;
import org.junit.jupiter.api.Test;

import static io.github.taskhost.task.BackgroundTaskState.CANCELLED;
import static io.github.taskhost.task.BackgroundTaskState.CANCEL_REQUESTED;
import static io.github.taskhost.task.BackgroundTaskState.COMPLETED;
import static io.github.taskhost.task.BackgroundTaskState.FAILED;
import static io.github.taskhost.task.BackgroundTaskState.PENDING;
import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static io.github.taskhost.task.BackgroundTaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/** Consequences of changes, as the rules decide them. */
class OutcomeTests {

	private static final TaskCommand REQUEST = new TaskCommand.RequestCancel("r", "b");

	private static final TaskFailure FAILURE = new TaskFailure(FailureKind.EXCEPTION, "E", "m");

	private static Outcome outcome(BackgroundTaskRecord record, TaskCommand command) {
		return Tasks.changed(record, command).outcome();
	}

	@Test
	void mostChangesHaveNoConsequences() {
		assertThat(outcome(Tasks.managed(RUNNING), new TaskCommand.Describe("at work", null, null)))
			.isSameAs(Outcome.ALIVE);
		assertThat(outcome(Tasks.managed(RUNNING), new TaskCommand.BodyReturned(null))).isSameAs(Outcome.NONE);
		assertThat(outcome(Tasks.managed(PENDING), new TaskCommand.Start("w"))).isSameAs(Outcome.NONE);
		assertThat(outcome(Tasks.managed(RUNNING), new TaskCommand.Transfer("s2"))).isSameAs(Outcome.NONE);
	}

	@Test
	void failureReachesDescendantsButARetryDoesNot() {
		Outcome failed = outcome(Tasks.managed(RUNNING), new TaskCommand.BodyThrew(FAILURE, false));
		TaskCommand command = failed.forDescendants();
		assertThat(command).isInstanceOfSatisfying(TaskCommand.RequestCancel.class, (request) -> {
			assertThat(request.origin()).isEqualTo(Origin.FAILED_ANCESTOR);
			assertThat(request.reason()).contains("failed");
		});
		assertThat(outcome(Tasks.external(RUNNING), new TaskCommand.End(FAILED, null, null)).forDescendants())
			.isNotNull();
		assertThat(outcome(Tasks.external(RUNNING), new TaskCommand.End(COMPLETED, null, null)).forDescendants())
			.isNull();
	}

	@Test
	void cancelOfAnEndedTaskReachesDescendants() {
		BackgroundTaskRecord ended = Tasks.changed(Tasks.managed(RUNNING), new TaskCommand.BodyReturned(null)).next();
		assertThat(unchanged(ended, REQUEST).forDescendants())
			.isEqualTo(new TaskCommand.RequestCancel("r", "b", Origin.CANCELLED_ANCESTOR));
		assertThat(unchanged(ended, new TaskCommand.CancelNow("r", "b", false)).forDescendants())
			.isEqualTo(new TaskCommand.CancelNow("r", "b", false, Origin.CANCELLED_ANCESTOR));
		assertThat(unchanged(ended, new TaskCommand.RequestCancel("r", "b", Origin.FAILED_ANCESTOR)))
			.isSameAs(Outcome.NONE);
	}

	@Test
	void cancelOfManyTasksReachesDescendantsOfLiveTasksAlone() {
		TaskCommand request = new TaskCommand.RequestCancel("r", "b", Origin.HOST);
		TaskCommand force = new TaskCommand.CancelNow("r", "b", false, Origin.HOST);
		BackgroundTaskRecord running = Tasks.managed(RUNNING);
		assertThat(outcome(running, request).forDescendants())
			.isEqualTo(new TaskCommand.RequestCancel("r", "b", Origin.CANCELLED_ANCESTOR));
		assertThat(outcome(running, force).forDescendants())
			.isEqualTo(new TaskCommand.CancelNow("r", "b", false, Origin.CANCELLED_ANCESTOR));
		BackgroundTaskRecord ended = Tasks.changed(running, new TaskCommand.BodyReturned(null)).next();
		assertThat(unchanged(ended, request)).isSameAs(Outcome.NONE);
		assertThat(unchanged(ended, force)).isSameAs(Outcome.NONE);
	}

	@Test
	void cancellationReachesDescendantsButAbandonmentDoesNot() {
		BackgroundTaskRecord running = Tasks.managed(RUNNING);
		assertThat(outcome(running, REQUEST).forDescendants())
			.isEqualTo(new TaskCommand.RequestCancel("r", "b", Origin.CANCELLED_ANCESTOR));
		assertThat(outcome(running, new TaskCommand.CancelNow("r", "b", false)).forDescendants())
			.isEqualTo(new TaskCommand.CancelNow("r", "b", false, Origin.CANCELLED_ANCESTOR));
		assertThat(outcome(running, new TaskCommand.Update(CANCEL_REQUESTED, null, "b")).forDescendants())
			.isEqualTo(new TaskCommand.RequestCancel(null, "b", Origin.CANCELLED_ANCESTOR));
		assertThat(outcome(running, new TaskCommand.CancelNow("r", "b", true)).forDescendants()).isNull();
		assertThat(outcome(running, new TaskCommand.End(CANCELLED, null, null)).forDescendants()).isNotNull();
		BackgroundTaskRecord requested = Tasks.changed(running, REQUEST).next();
		assertThat(outcome(requested, new TaskCommand.End(CANCELLED, null, null)).forDescendants()).isNull();
		assertThat(outcome(running, new TaskCommand.Update(WAITING, null)).forDescendants()).isNull();
	}

	@Test
	void inheritedCancellationIsNotPassedOnAgain() {
		BackgroundTaskRecord running = Tasks.managed(RUNNING);
		assertThat(
				outcome(running, new TaskCommand.RequestCancel("r", "b", Origin.CANCELLED_ANCESTOR)).forDescendants())
			.isNull();
		assertThat(outcome(running, new TaskCommand.CancelNow("r", "b", false, Origin.CANCELLED_ANCESTOR))
			.forDescendants()).isNull();
	}

	@Test
	void ownerIsToldOfEndsByOthers() {
		BackgroundTaskRecord external = Tasks.external(RUNNING);
		assertThat(outcome(external, REQUEST).tellOwner()).isTrue();
		assertThat(outcome(external, new TaskCommand.CancelNow(null, null, false)).tellOwner()).isTrue();
		assertThat(outcome(external, new TaskCommand.End(FAILED, null, FAILURE)).tellOwner()).isFalse();
		assertThat(outcome(external, new TaskCommand.MarkLive(WAITING)).tellOwner()).isFalse();
		assertThat(outcome(Tasks.managed(RUNNING), REQUEST).tellOwner()).isFalse();
	}

	@Test
	void ownerIsToldOfAnEndFromAnotherSource() {
		TaskCommand.End byCaller = TaskCommand.End.byCaller(COMPLETED, "taken over");
		assertThat(outcome(Tasks.external(RUNNING), byCaller).tellOwner()).isTrue();
		assertThat(outcome(Tasks.managed(RUNNING), byCaller).tellOwner()).isFalse();
	}

	@Test
	void ownerIsToldAgainOfEveryFurtherRequest() {
		TaskCommand now = new TaskCommand.CancelNow(null, null, false);
		TaskCommand update = new TaskCommand.Update(CANCEL_REQUESTED, null);
		for (TaskCommand again : List.of(REQUEST, update, now)) {
			assertThat(unchanged(Tasks.external(CANCELLED), again).tellOwner()).isTrue();
			assertThat(unchanged(Tasks.managed(CANCELLED), again).tellOwner()).isFalse();
		}
		assertThat(unchanged(Tasks.external(CANCEL_REQUESTED), REQUEST).tellOwner()).isTrue();
		assertThat(unchanged(Tasks.external(CANCEL_REQUESTED), update).tellOwner()).isTrue();
		assertThat(
				outcome(Tasks.external(CANCEL_REQUESTED), new TaskCommand.Update(CANCEL_REQUESTED, "now")).tellOwner())
			.isTrue();
		assertThat(outcome(Tasks.external(CANCEL_REQUESTED), now).tellOwner()).isTrue();
		assertThat(unchanged(Tasks.managed(CANCEL_REQUESTED), REQUEST).tellOwner()).isFalse();
	}

	@Test
	void ownEndAfterTheEndOfTheRecordLeavesNothingToTell() {
		BackgroundTaskRecord ended = Tasks.external(CANCELLED);
		assertThat(unchanged(ended, new TaskCommand.End(COMPLETED, null, null)).ownerEnded()).isTrue();
		assertThat(unchanged(ended, TaskCommand.End.byCaller(COMPLETED, null))).isSameAs(Outcome.NONE);
		assertThat(unchanged(ended, new TaskCommand.End(RUNNING, null, null))).isSameAs(Outcome.NONE);
		assertThat(unchanged(Tasks.managed(CANCELLED), new TaskCommand.End(COMPLETED, null, null)))
			.isSameAs(Outcome.NONE);
	}

	private static Outcome unchanged(BackgroundTaskRecord record, TaskCommand command) {
		assertThat(Tasks.decide(record, command)).isInstanceOf(Decision.Unchanged.class);
		return ((Decision.Unchanged) Tasks.decide(record, command)).outcome();
	}

	@Test
	void ownerIsToldOfATimeout() {
		BackgroundTaskRecord task = Tasks.newTask(Tasks.registration().timeout(Duration.ofSeconds(1)).build(),
				TaskMode.EXTERNAL, RUNNING);
		assertThat(outcome(task, new TaskCommand.CheckTimeout(1, Duration.ofSeconds(1))).tellOwner()).isTrue();
	}

	@Test
	void ownerOfUnstartedWorkIsNotTold() {
		BackgroundTaskRecord submitted = Tasks.newTask(Tasks.registration().build(), TaskMode.SUBMITTED, PENDING);
		assertThat(outcome(submitted, REQUEST).tellOwner()).isFalse();
		BackgroundTaskRecord started = Tasks.changed(submitted, new TaskCommand.Start("w")).next();
		assertThat(outcome(started, REQUEST).tellOwner()).isTrue();
		BackgroundTaskRecord again = started.toBuilder().state(PENDING).build();
		assertThat(outcome(again, REQUEST).tellOwner()).isTrue();
	}

	@Test
	void ownerOfRegisteredWorkIsToldOfACancelRequestWhilePending() {
		BackgroundTaskRecord registered = Tasks.newTask(Tasks.registration().build(), TaskMode.REGISTERED, PENDING);
		Decision.Changed asked = Tasks.changed(registered, REQUEST);
		assertThat(asked.next().state()).isEqualTo(CANCEL_REQUESTED);
		assertThat(asked.outcome().tellOwner()).isTrue();
	}

	@Test
	void retryAndReattachHaveANextAttempt() {
		BackgroundTaskRecord running = Tasks
			.newTask(Tasks.registration().retry(TaskRetryPolicy.ofMaxAttempts(3)).build(), TaskMode.SUBMITTED, RUNNING);
		TaskCommand.Retry retry = new TaskCommand.Retry(Duration.ofSeconds(1), 2);
		assertThat(outcome(running, new TaskCommand.BodyThrew(FAILURE, false, retry)).nextAttempt()).isTrue();
		assertThat(outcome(running, new TaskCommand.End(FAILED, null, FAILURE, retry)).nextAttempt()).isTrue();
		assertThat(outcome(running, new TaskCommand.Requeue(null, 2)).nextAttempt()).isTrue();
		assertThat(outcome(running, new TaskCommand.BodyThrew(FAILURE, false)).nextAttempt()).isFalse();
	}

	@Test
	void questionEndsByItsAnswerItsDeadlineOrAsWithdrawn() {
		InputRequest question = InputRequest.of("k", "p").withDeadline(Tasks.LATER);
		BackgroundTaskRecord asking = Tasks.changed(Tasks.managed(RUNNING), new TaskCommand.Ask(question), Tasks.START)
			.next();
		assertThat(outcome(asking, Tasks.reply(question)).question()).isEqualTo(QuestionEnd.ANSWERED);
		assertThat(outcome(asking, Tasks.decline(question)).question()).isEqualTo(QuestionEnd.DECLINED);
		assertThat(outcome(asking, new TaskCommand.Lapse("k")).question()).isEqualTo(QuestionEnd.LAPSED);
		assertThat(outcome(asking, new TaskCommand.MarkLive(RUNNING)).question()).isEqualTo(QuestionEnd.WITHDRAWN);
		assertThat(outcome(asking, REQUEST).question()).isEqualTo(QuestionEnd.WITHDRAWN);
		assertThat(outcome(asking, new TaskCommand.Update(null, "patience")).question()).isEqualTo(QuestionEnd.NONE);
	}

	@Test
	void removalTakesTheRecordOutOfTheTable() {
		assertThat(outcome(Tasks.external(RUNNING), new TaskCommand.Remove(TaskCommand.Removal.UNREGISTERED)).removed())
			.isTrue();
	}

}
