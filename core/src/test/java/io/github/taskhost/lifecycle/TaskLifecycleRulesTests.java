package io.github.taskhost.lifecycle;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskResult;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.taskhost.task.BackgroundTaskState.CANCELLED;
import static io.github.taskhost.task.BackgroundTaskState.CANCEL_REQUESTED;
import static io.github.taskhost.task.BackgroundTaskState.COMPLETED;
import static io.github.taskhost.task.BackgroundTaskState.FAILED;
import static io.github.taskhost.task.BackgroundTaskState.PENDING;
import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static io.github.taskhost.task.BackgroundTaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/** Numbered rules that concern a single task. */
class TaskLifecycleRulesTests {

	private static final TaskFailure FAILURE = new TaskFailure(FailureKind.EXCEPTION, "E", "m");

	private static final InputRequest QUESTION = InputRequest.of("publish", "Publish?");

	@Nested
	class Rule1TerminalIsFinal {

		@ParameterizedTest
		@EnumSource(value = BackgroundTaskState.class, names = { "COMPLETED", "FAILED", "CANCELLED" })
		void firstEndWins(BackgroundTaskState end) {
			BackgroundTaskRecord ended = Tasks.external(end);
			Tasks.unchanged(ended, new TaskCommand.End(COMPLETED, "other", null));
			Tasks.unchanged(ended, new TaskCommand.CancelNow("late", null, false));
			Tasks.unchanged(ended, new TaskCommand.BodyReturned(TaskResult.of(new JsonPayload("1"))));
			Tasks.unchanged(ended, new TaskCommand.BodyThrew(FAILURE, false));
			Tasks.unchanged(ended, new TaskCommand.CheckTimeout(1, Tasks.seconds(10)));
		}

		@Test
		void nothingIsAttachedAfterTheEnd() {
			BackgroundTaskRecord ended = Tasks.external(COMPLETED);
			Tasks.unchanged(ended, new TaskCommand.Describe("s", Progress.of(1, "u"), "sum"));
			Tasks.unchanged(ended, new TaskCommand.Update(RUNNING, "x"));
			Tasks.unchanged(ended, new TaskCommand.Heartbeat());
			assertThat(Tasks.refused(ended, new TaskCommand.Ask(QUESTION)).message()).contains("it has ended");
		}

		@Test
		void endPublishesOneEvent() {
			Decision.Changed end = Tasks.changed(Tasks.external(RUNNING), new TaskCommand.End(FAILED, "sum", null));
			assertThat(Tasks.told(end)).containsExactly("Failed");
			assertThat(end.next().failure()).isEqualTo(new TaskFailure(FailureKind.REPORTED, null, "sum"));
		}

	}

	@Nested
	class Rule2CancelRequestIsNeverLost {

		@Test
		void timeReasonAndRequesterAreStampedOnce() {
			BackgroundTaskRecord first = Tasks.changed(Tasks.external(RUNNING), new TaskCommand.RequestCancel("a", "b"))
				.next();
			assertThat(first.cancelRequestedAt()).isEqualTo(Tasks.LATER);
			assertThat(first.cancelReason()).isEqualTo("a");
			assertThat(first.cancelledBy()).isEqualTo("b");
			Tasks.unchanged(first, new TaskCommand.RequestCancel("c", "d"));
			BackgroundTaskRecord forced = Tasks.changed(first, new TaskCommand.CancelNow("e", "f", true)).next();
			assertThat(forced.cancelReason()).isEqualTo("a");
			assertThat(forced.abandoned()).isTrue();
		}

		@Test
		void cancelRequestSurvivesLaterReports() {
			BackgroundTaskRecord asked = Tasks.external(CANCEL_REQUESTED);
			BackgroundTaskRecord after = Tasks.changed(asked, new TaskCommand.Update(RUNNING, "nearly")).next();
			assertThat(after.state()).isEqualTo(CANCEL_REQUESTED);
			assertThat(after.status()).isEqualTo("nearly");
			Tasks.onlyHeard(asked, new TaskCommand.MarkLive(WAITING));
		}

		@Test
		void pendingQuestionIsWithdrawnWithItsEvent() {
			BackgroundTaskRecord asking = Tasks.changed(Tasks.managed(RUNNING), new TaskCommand.Ask(QUESTION)).next();
			Decision.Changed request = Tasks.changed(asking, new TaskCommand.RequestCancel(null, null));
			assertThat(request.next().inputRequest()).isNull();
			assertThat(Tasks.told(request)).containsExactly("InputWithdrawn", "CancelRequested");
		}

		@Test
		void newQuestionIsRefused() {
			assertThat(Tasks.refused(Tasks.managed(CANCEL_REQUESTED), new TaskCommand.Ask(QUESTION)).message())
				.contains("asked to cancel");
		}

		@Test
		void taskMayStillEndOtherwise() {
			BackgroundTaskRecord asked = Tasks.managed(CANCEL_REQUESTED);
			assertThat(Tasks.changed(asked, new TaskCommand.BodyReturned(null)).next().state()).isEqualTo(COMPLETED);
			assertThat(Tasks.changed(asked, new TaskCommand.End(FAILED, null, FAILURE)).next().state())
				.isEqualTo(FAILED);
		}

		@ParameterizedTest
		@ValueSource(booleans = { true, false })
		void bodyThatThrowsAfterTheRequestIsCancelledAndKeepsItsFailure(boolean silent) {
			TaskCommand.Retry retry = new TaskCommand.Retry(Tasks.seconds(1), 20);
			Decision.Changed end = Tasks.changed(Tasks.managed(CANCEL_REQUESTED),
					new TaskCommand.BodyThrew(FAILURE, silent, retry));
			assertThat(end.next().state()).isEqualTo(CANCELLED);
			assertThat(end.next().failure()).isEqualTo(FAILURE);
			assertThat(Tasks.told(end)).containsExactly("Cancelled");
		}

		@Test
		void bodyThatThrowsWithoutARequestFails() {
			assertThat(Tasks.changed(Tasks.managed(RUNNING), new TaskCommand.BodyThrew(FAILURE, false)).next().state())
				.isEqualTo(FAILED);
		}

		@Test
		void queuedBodyIsCancelledInTheSameStep() {
			Decision.Changed request = Tasks.changed(Tasks.managed(PENDING), new TaskCommand.RequestCancel("no", null));
			assertThat(request.next().state()).isEqualTo(CANCELLED);
			assertThat(request.next().cancelReason()).isEqualTo("no");
			assertThat(Tasks.told(request)).containsExactly("Cancelled");
		}

		@Test
		void abortLocalIsCancelledInTheSameStep() {
			BackgroundTaskRecord task = Tasks.newTask(
					Tasks.registration().cancelPolicy(CancelPolicy.ABORT_LOCAL).build(), TaskMode.EXTERNAL, RUNNING);
			assertThat(Tasks.changed(task, new TaskCommand.RequestCancel(null, null)).next().state())
				.isEqualTo(CANCELLED);
		}

	}

	@Nested
	class Rule3InvalidReports {

		@ParameterizedTest
		@EnumSource(BackgroundTaskState.class)
		void updateToATerminalStateIsAnErrorAlsoAfterTheEnd(BackgroundTaskState state) {
			assertThat(Tasks.refused(Tasks.external(state), new TaskCommand.Update(COMPLETED, null)).message())
				.contains("'t1'")
				.contains("s1")
				.contains("Use complete");
			assertThat(Tasks.refused(Tasks.external(state), new TaskCommand.Update(PENDING, null)).why())
				.isEqualTo(Decision.Refusal.STATE);
		}

		@Test
		void updateToCancelRequestedIsACancelRequest() {
			Decision.Changed update = Tasks.changed(Tasks.external(RUNNING),
					new TaskCommand.Update(CANCEL_REQUESTED, "stopping"));
			assertThat(update.next().cancelRequestedAt()).isEqualTo(Tasks.LATER);
			assertThat(Tasks.told(update)).containsExactly("Progress", "CancelRequested");
		}

		@Test
		void unchangedValuesPublishNoEvent() {
			BackgroundTaskRecord task = Tasks.changed(Tasks.external(RUNNING), new TaskCommand.Update(WAITING, "x"))
				.next();
			Tasks.unchanged(task, new TaskCommand.Update(WAITING, "x"));
			Tasks.unchanged(task, new TaskCommand.Update(null, null));
			Tasks.unchanged(task, new TaskCommand.MarkLive(WAITING));
			Tasks.unchanged(task, new TaskCommand.Describe("x", null, null));
			Tasks.unchanged(task, new TaskCommand.Transfer("s1"));
		}

		@Test
		void unregisterIsForLiveReportedWorkAndRetentionForEndedWork() {
			Tasks.unchanged(Tasks.managed(RUNNING), new TaskCommand.Remove(TaskCommand.Removal.UNREGISTERED));
			Tasks.unchanged(Tasks.external(COMPLETED), new TaskCommand.Remove(TaskCommand.Removal.UNREGISTERED));
			Tasks.unchanged(Tasks.external(RUNNING), new TaskCommand.Remove(TaskCommand.Removal.RETENTION));
			assertThat(Tasks
				.told(Tasks.changed(Tasks.external(RUNNING), new TaskCommand.Remove(TaskCommand.Removal.UNREGISTERED))))
				.containsExactly("Removed");
			assertThat(Tasks
				.told(Tasks.changed(Tasks.managed(FAILED), new TaskCommand.Remove(TaskCommand.Removal.RETENTION))))
				.containsExactly("Removed");
		}

	}

	@Nested
	class Rule4Stamps {

		@Test
		void startIsStampedAtTheFirstRunningOrWaitingOnly() {
			BackgroundTaskRecord waiting = Tasks.changed(Tasks.external(RUNNING), new TaskCommand.MarkLive(WAITING))
				.next();
			assertThat(waiting.startedAt()).isEqualTo(Tasks.START);
			assertThat(waiting.updatedAt()).isEqualTo(Tasks.LATER);
			assertThat(waiting.stateSince()).isEqualTo(Tasks.LATER);
		}

		@Test
		void heartbeatChangesNeitherVersionNorEvents() {
			BackgroundTaskRecord task = Tasks.external(RUNNING);
			Decision.Changed beat = Tasks.changed(task, new TaskCommand.Heartbeat());
			assertThat(beat.next().heartbeatAt()).isEqualTo(Tasks.LATER);
			assertThat(beat.next().version()).isEqualTo(task.version());
			assertThat(beat.events()).isEmpty();
		}

		@Test
		void timeNeverGoesBackWithinATask() {
			BackgroundTaskRecord task = Tasks.changed(Tasks.external(RUNNING), new TaskCommand.MarkLive(WAITING))
				.next();
			BackgroundTaskRecord end = Tasks.changed(task, new TaskCommand.End(COMPLETED, null, null), Tasks.START)
				.next();
			assertThat(end.finishedAt()).isEqualTo(Tasks.LATER);
		}

		@Test
		void heartbeatNeverGoesBack() {
			BackgroundTaskRecord task = Tasks.changed(Tasks.external(RUNNING), new TaskCommand.Heartbeat()).next();
			assertThat(TaskLifecycle.decide(task, TaskLifecycle.ANY_ATTEMPT, new TaskCommand.Heartbeat(), Tasks.START))
				.isEqualTo(new Decision.Unchanged(task, Outcome.ALIVE));
		}

		@Test
		void removalIsNeverStampedBeforeTheEnd() {
			BackgroundTaskRecord ended = Tasks
				.changed(Tasks.external(RUNNING), new TaskCommand.End(COMPLETED, null, null))
				.next();
			Decision.Changed removal = Tasks.changed(ended, new TaskCommand.Remove(TaskCommand.Removal.RETENTION),
					Tasks.START);
			assertThat(Tasks.onlyEvent(removal).time()).isEqualTo(Tasks.LATER);
		}

	}

}
