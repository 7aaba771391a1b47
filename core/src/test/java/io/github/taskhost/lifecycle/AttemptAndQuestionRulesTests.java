package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
import io.github.taskhost.task.TaskMode;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.taskhost.task.BackgroundTaskState.CANCEL_REQUESTED;
import static io.github.taskhost.task.BackgroundTaskState.COMPLETED;
import static io.github.taskhost.task.BackgroundTaskState.FAILED;
import static io.github.taskhost.task.BackgroundTaskState.PENDING;
import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static io.github.taskhost.task.BackgroundTaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbered rules of attempts, questions and transfers, and the events of changes.
 */
class AttemptAndQuestionRulesTests {

	private static final InputRequest QUESTION = InputRequest.of("publish", "Publish?");

	@Nested
	class Rule5Timeouts {

		private final BackgroundTaskRecord task = Tasks.newTask(Tasks.registration().timeout(Tasks.seconds(10)).build(),
				TaskMode.MANAGED, RUNNING);

		@Test
		void timeoutEndsTheTaskFailedAtOnce() {
			Decision.Changed end = Tasks.changed(this.task, new TaskCommand.CheckTimeout(1, Tasks.seconds(10)));
			assertThat(end.next().state()).isEqualTo(FAILED);
			assertThat(end.next().failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(FailureKind.TIMEOUT);
			Tasks.unchanged(this.task, new TaskCommand.CheckTimeout(1, Tasks.seconds(10).minusNanos(1)));
			Tasks.unchanged(this.task, new TaskCommand.CheckTimeout(2, Tasks.seconds(10)));
		}

		@Test
		void timeoutIsPausedWhileWaiting() {
			BackgroundTaskRecord waiting = Tasks
				.changed(this.task, new TaskCommand.MarkLive(WAITING), Tasks.START.plusSeconds(4))
				.next();
			assertThat(left(waiting, Tasks.START.plusSeconds(99))).isEmpty();
			BackgroundTaskRecord running = Tasks
				.changed(waiting, new TaskCommand.MarkLive(RUNNING), Tasks.START.plusSeconds(100))
				.next();
			assertThat(left(running, Tasks.START.plusSeconds(101))).hasValue(Tasks.seconds(5));
		}

		private static Optional<Duration> left(BackgroundTaskRecord task, Instant now) {
			return TimeRules.timeLeft(task, TimeRules.runTime(task, now));
		}

		@Test
		void measuredRunTimeIsThatOfTheRecord() {
			Decision waiting = TaskLifecycle.decide(this.task, 1, new TaskCommand.MarkLive(WAITING),
					Tasks.START.plusSeconds(7200), Tasks.seconds(5));
			assertThat(((Decision.Changed) waiting).next().runTime()).isEqualTo(Tasks.seconds(5));
			Decision running = TaskLifecycle.decide(((Decision.Changed) waiting).next(), 1,
					new TaskCommand.MarkLive(RUNNING), Tasks.START, Tasks.seconds(6));
			assertThat(((Decision.Changed) running).next().runTime()).isEqualTo(Tasks.seconds(5));
			Decision again = TaskLifecycle.decide(this.task, 1, new TaskCommand.Requeue(null, 20), Tasks.START,
					Tasks.seconds(5));
			assertThat(((Decision.Changed) again).next().runTime()).isZero();
		}

		@Test
		void timeoutCountsPerAttempt() {
			BackgroundTaskRecord again = Tasks
				.changed(this.task, new TaskCommand.Requeue(null, 20), Tasks.START.plusSeconds(9))
				.next();
			assertThat(left(again, Tasks.START.plusSeconds(99))).isEmpty();
			BackgroundTaskRecord second = Tasks.changed(again, new TaskCommand.Start("w"), Tasks.START.plusSeconds(100))
				.next();
			assertThat(left(second, Tasks.START.plusSeconds(100))).hasValue(Tasks.seconds(10));
		}

		@Test
		void timeoutContinuesAfterACancelRequest() {
			BackgroundTaskRecord asked = Tasks
				.changed(this.task, new TaskCommand.RequestCancel(null, null), Tasks.START.plusSeconds(4))
				.next();
			assertThat(left(asked, Tasks.START.plusSeconds(6))).hasValue(Tasks.seconds(4));
			assertThat(left(asked, Tasks.START.plusSeconds(60))).hasValue(Duration.ZERO);
		}

	}

	@Nested
	class Rule6Questions {

		private final Decision.Changed asking = Tasks.changed(Tasks.managed(RUNNING), new TaskCommand.Ask(QUESTION));

		@Test
		void questionPutsTheTaskInWaiting() {
			assertThat(this.asking.next().state()).isEqualTo(WAITING);
			assertThat(this.asking.next().inputRequest()).isEqualTo(QUESTION.withNumber(1));
			assertThat(this.asking.next().questions()).isEqualTo(1);
			assertThat(Tasks.told(this.asking)).containsExactly("InputRequested", "StateChanged");
		}

		@Test
		void answerClearsTheQuestionAndResumesTheTask() {
			Decision.Changed answer = Tasks.changed(this.asking.next(), Tasks.reply(QUESTION));
			assertThat(answer.next().state()).isEqualTo(RUNNING);
			assertThat(answer.next().inputRequest()).isNull();
			assertThat(Tasks.told(answer)).containsExactly("InputAnswered", "StateChanged");
			assertThat(Tasks.refused(answer.next(), Tasks.reply(QUESTION)).message()).contains("no open question");
		}

		@Test
		void declineClearsTheQuestionAndResumesTheTask() {
			Decision.Changed decline = Tasks.changed(this.asking.next(), Tasks.decline(QUESTION));
			assertThat(decline.next().state()).isEqualTo(RUNNING);
			assertThat(decline.next().inputRequest()).isNull();
			assertThat(Tasks.told(decline)).containsExactly("InputDeclined", "StateChanged");
			assertThat(decline.outcome().question()).isEqualTo(Outcome.QuestionEnd.DECLINED);
			assertThat(Tasks.refused(decline.next(), Tasks.decline(QUESTION)).message()).contains("no open question");
		}

		@Test
		void questionsAreNumberedInTheirOrder() {
			BackgroundTaskRecord answered = Tasks.changed(this.asking.next(), Tasks.reply(QUESTION)).next();
			BackgroundTaskRecord again = Tasks.changed(answered, new TaskCommand.Ask(QUESTION)).next();
			assertThat(again.inputRequest()).isEqualTo(QUESTION.withNumber(2));
			assertThat(answered.questions()).isEqualTo(1);
			assertThat(again.questions()).isEqualTo(2);
		}

		@ParameterizedTest
		@CsvSource(quoteCharacter = '"', textBlock = """
				0, "answer to 'publish':", asked this key before
				1, "'publish', number 1", has the number 2
				""")
		void replyToAnotherQuestionWithTheKeyIsRefused(int number, String name, String reason) {
			BackgroundTaskRecord answered = Tasks.changed(this.asking.next(), Tasks.reply(QUESTION)).next();
			BackgroundTaskRecord again = Tasks.changed(answered, new TaskCommand.Ask(QUESTION)).next();
			Answer first = new Answer("publish", new JsonPayload("true"), Tasks.START, "ann");
			NamedQuestion named = new NamedQuestion("publish", number, null, first);
			for (TaskCommand reply : List.of(new TaskCommand.Reply(first, named),
					new TaskCommand.Decline(null, null, named))) {
				assertThat(Tasks.refused(again, reply).message()).contains(name, reason, "by ann");
			}
		}

		@Test
		void answerIsRefusedWithTheTrueReason() {
			BackgroundTaskRecord running = Tasks.managed(RUNNING);
			assertThat(Tasks.refused(running, Tasks.reply(QUESTION)).message()).contains("no open question");
			BackgroundTaskRecord ended = Tasks.managed(COMPLETED);
			assertThat(Tasks.refused(ended, Tasks.reply(QUESTION)).message()).contains("it has ended");
			assertThat(Tasks.refused(ended, Tasks.decline(QUESTION)).message()).contains("it has ended");
		}

		@Test
		void onlyTheQuestionOfTheBodyIsWithdrawn() {
			BackgroundTaskRecord record = this.asking.next();
			Decision.Changed withdrawn = Tasks.changed(record, new TaskCommand.Withdraw(QUESTION.withNumber(1)));
			assertThat(withdrawn.next().state()).isEqualTo(RUNNING);
			assertThat(Tasks.told(withdrawn)).containsExactly("InputWithdrawn", "StateChanged");
			Tasks.unchanged(record, new TaskCommand.Withdraw(QUESTION.withNumber(2)));
		}

		@Test
		void leavingWaitingWithdrawsTheQuestion() {
			Decision.Changed mark = Tasks.changed(this.asking.next(), new TaskCommand.MarkLive(RUNNING));
			assertThat(mark.next().inputRequest()).isNull();
			assertThat(Tasks.told(mark)).containsExactly("InputWithdrawn", "StateChanged");
		}

		@Test
		void questionBeforeTheStartIsRefused() {
			assertThat(Tasks.refused(Tasks.managed(PENDING), new TaskCommand.Ask(QUESTION)).why())
				.isEqualTo(Decision.Refusal.STATE);
		}

		@Test
		void secondOpenQuestionIsRefused() {
			assertThat(Tasks.refused(this.asking.next(), new TaskCommand.Ask(InputRequest.of("b", "B?"))).message())
				.contains("'publish'");
			assertThat(Tasks.refused(this.asking.next(), Tasks.reply(InputRequest.of("b", "B?"))).why())
				.isEqualTo(Decision.Refusal.STATE);
		}

	}

	@Nested
	class Rule7Fencing {

		@ParameterizedTest
		@EnumSource(BackgroundTaskState.class)
		void reportOfAnotherAttemptIsRefusedInEveryState(BackgroundTaskState state) {
			Decision decision = TaskLifecycle.decide(Tasks.managed(state), 2, new TaskCommand.Describe("s", null, null),
					Tasks.LATER);
			assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class,
					(refused) -> assertThat(refused.why()).isEqualTo(Decision.Refusal.STALE));
		}

		@Test
		void bodyOfAnotherAttemptWindsDown() {
			BackgroundTaskRecord task = Tasks.managed(RUNNING);
			assertThat(WorkRules.shouldWindDown(task, 1)).isFalse();
			assertThat(WorkRules.shouldWindDown(task, 2)).isTrue();
			assertThat(WorkRules.shouldWindDown(Tasks.managed(CANCEL_REQUESTED), 1)).isTrue();
			assertThat(WorkRules.shouldWindDown(Tasks.managed(COMPLETED), 1)).isTrue();
		}

	}

	@Nested
	class Rule10Transfers {

		@ParameterizedTest
		@EnumSource(BackgroundTaskState.class)
		void transferChangesTheSessionOnly(BackgroundTaskState state) {
			BackgroundTaskRecord before = Tasks.external(state);
			Decision.Changed move = Tasks.changed(before, new TaskCommand.Transfer("s2"));
			assertThat(move.next().sessionId()).isEqualTo("s2");
			assertThat(move.next().state()).isEqualTo(state);
			assertThat(move.next().uid()).isEqualTo(before.uid());
			assertThat(Tasks.onlyEvent(move)).isInstanceOfSatisfying(BackgroundTaskEvent.Transferred.class,
					(event) -> assertThat(event.from()).isEqualTo("s1"));
		}

	}

	@Nested
	class Events {

		@Test
		void sequenceNumbersFollowTheOrderOfEvents() {
			BackgroundTaskRecord task = Tasks.external(RUNNING);
			Decision.Changed update = Tasks.changed(task, new TaskCommand.Update(WAITING, "half"));
			assertThat(update.events()).extracting(BackgroundTaskEvent::sequence).containsExactly(2L, 3L);
			assertThat(update.events()).allSatisfy((event) -> assertThat(event.record()).isEqualTo(update.next()));
			assertThat(update.next().eventSequence()).isEqualTo(3);
			assertThat(Tasks.told(update)).containsExactly("Progress", "StateChanged");
		}

		@Test
		void descriptionPublishesProgressAndUpdated() {
			Decision.Changed all = Tasks.changed(Tasks.external(RUNNING),
					new TaskCommand.Describe("s", Progress.of(1, "u"), "sum"));
			assertThat(Tasks.told(all)).containsExactly("Progress", "Updated");
		}

	}

}
