package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.lifecycle.TaskCommand.Removal;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskResult;
import io.github.taskhost.task.TaskRetryPolicy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static io.github.taskhost.task.BackgroundTaskState.CANCEL_REQUESTED;
import static io.github.taskhost.task.BackgroundTaskState.FAILED;
import static io.github.taskhost.task.BackgroundTaskState.PENDING;
import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static io.github.taskhost.task.BackgroundTaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules of retries, delayed starts and heartbeats.
 */
class RetryAndSilenceRulesTests {

	private static final TaskFailure FAILURE = new TaskFailure(FailureKind.EXCEPTION, "E", "secret");

	private static final TaskCommand THREW = new TaskCommand.BodyThrew(FAILURE, false,
			new TaskCommand.Retry(Tasks.seconds(30), 2));

	private static BackgroundTaskRecord retried(int maxAttempts) {
		return Tasks.newTask(Tasks.registration().maxAttempts(maxAttempts).timeout(Tasks.seconds(99)).build(),
				TaskMode.MANAGED, RUNNING);
	}

	@Nested
	class Retries {

		private final BackgroundTaskRecord running = Tasks
			.changed(Tasks.changed(retried(5), new TaskCommand.Describe(null, Progress.of(1, "u"), null)).next(),
					new TaskCommand.Heartbeat(), Tasks.LATER.plusSeconds(1))
			.next()
			.toBuilder()
			.workerId("w1")
			.build();

		private final Decision.Changed retry = Tasks.changed(this.running, THREW);

		@Test
		void nextAttemptWaitsForItsTime() {
			BackgroundTaskRecord next = this.retry.next();
			assertThat(next.state()).isEqualTo(PENDING);
			assertThat(next.attempt()).isEqualTo(2);
			assertThat(next.nextAttemptAt()).isEqualTo(Tasks.LATER.plusSeconds(30));
			assertThat(next.status()).isEqualTo("Attempt 2 of 5 starts at 2026-01-01T00:00:40Z, after E");
			assertThat(next.failure()).isNull();
			assertThat(next.finishedAt()).isNull();
			assertThat(Tasks.told(this.retry)).containsExactly("StateChanged");
			assertThat(((BackgroundTaskEvent.StateChanged) Tasks.onlyEvent(this.retry)).from()).isEqualTo(RUNNING);
		}

		@Test
		void nextAttemptBeginsAfresh() {
			BackgroundTaskRecord next = this.retry.next();
			assertThat(next.progress()).isNull();
			assertThat(next.heartbeatAt()).isNull();
			assertThat(next.workerId()).isNull();
			assertThat(next.runTime()).isZero();
			assertThat(next.attemptStartedAt()).isNull();
			assertThat(next.startedAt()).isEqualTo(Tasks.START);
		}

		@Test
		void failureIsKeptWithItsTimes() {
			assertThat(this.retry.next().earlierAttempts())
				.containsExactly(new TaskAttempt(1, "w1", Tasks.START, Tasks.LATER, FAILURE));
		}

		@Test
		void newestAttemptsAreKept() {
			BackgroundTaskRecord task = this.running;
			for (int i = 0; i < 4; i++) {
				Instant failed = Tasks.LATER.plusSeconds(100L * i);
				task = Tasks.changed(task, THREW, failed).next();
				task = Tasks.changed(task, new TaskCommand.Start("w"), failed.plusSeconds(30)).next();
			}
			assertThat(task.earlierAttempts()).extracting(TaskAttempt::number).containsExactly(3, 4);
		}

		@Test
		void reportedFailureWithoutATypeIsNamedByItsKind() {
			BackgroundTaskRecord submitted = Tasks.newTask(Tasks.registration().maxAttempts(2).build(),
					TaskMode.SUBMITTED, RUNNING);
			Decision.Changed retried = Tasks.changed(submitted,
					new TaskCommand.End(FAILED, "no luck", null, new TaskCommand.Retry(Tasks.seconds(1), 2)));
			assertThat(retried.next().status()).endsWith(", after REPORTED");
			assertThat(retried.next().summary()).isEqualTo("no luck");
		}

		@Test
		void failureOfTheLastAttemptExhaustsTheRetries() {
			Decision.Changed end = Tasks.changed(retried(5).toBuilder().attempt(5).build(), THREW);
			assertThat(end.next().state()).isEqualTo(FAILED);
			assertThat(end.next().failure()).isEqualTo(new TaskFailure(FailureKind.RETRIES_EXHAUSTED, "E", "secret"));
			assertThat(Tasks.told(end)).containsExactly("Failed");
		}

		@Test
		void failureOfTheOnlyAttemptIsNotExhaustion() {
			assertThat(Tasks.changed(retried(1), THREW).next().failure()).isEqualTo(FAILURE);
		}

		@Test
		void failureOutsideThePolicyEndsTheTask() {
			assertThat(Tasks.changed(retried(5), new TaskCommand.BodyThrew(FAILURE, false)).next().failure())
				.isEqualTo(FAILURE);
		}

		@ParameterizedTest
		@EnumSource(value = TaskMode.class, names = { "EXTERNAL", "REGISTERED" })
		void workStartedByItsOwnerIsNotRetried(TaskMode mode) {
			BackgroundTaskRecord task = Tasks.newTask(Tasks.registration().maxAttempts(5).build(), mode, RUNNING);
			assertThat(Tasks.changed(task, THREW).next().state()).isEqualTo(FAILED);
		}

		@Test
		void cancelRequestPreventsARetry() {
			BackgroundTaskRecord asked = Tasks.changed(retried(5), new TaskCommand.RequestCancel(null, null)).next();
			assertThat(Tasks.changed(asked, THREW).next().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		}

		@Test
		void interruptForSilenceEndsTheTaskWithoutARetry() {
			BackgroundTaskRecord end = Tasks
				.changed(retried(5),
						new TaskCommand.BodyThrew(FAILURE, true, new TaskCommand.Retry(Tasks.seconds(1), 20)))
				.next();
			assertThat(end.state()).isEqualTo(FAILED);
			assertThat(end.failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(FailureKind.HEARTBEAT_LOST);
			assertThat(end.failure()).extracting(TaskFailure::type).isEqualTo(FAILURE.type());
		}

		@Test
		void cancelBetweenAttemptsEndsTheTask() {
			assertThat(Tasks.changed(this.retry.next(), new TaskCommand.RequestCancel(null, null)).next().state())
				.isEqualTo(BackgroundTaskState.CANCELLED);
		}

		@Test
		void questionIsWithdrawn() {
			BackgroundTaskRecord asking = Tasks.changed(retried(5), new TaskCommand.Ask(InputRequest.of("k", "p")))
				.next();
			Decision.Changed failed = Tasks.changed(asking, THREW);
			assertThat(failed.next().inputRequest()).isNull();
			assertThat(Tasks.told(failed)).containsExactly("InputWithdrawn", "StateChanged");
		}

		@Test
		void startClearsTimeAndStatus() {
			BackgroundTaskRecord waiting = this.retry.next();
			assertThat(TimeRules.startDelay(waiting, Tasks.LATER)).isEqualTo(Tasks.seconds(30));
			Instant due = Tasks.LATER.plusSeconds(30);
			assertThat(TimeRules.startDelay(waiting, due)).isZero();
			BackgroundTaskRecord started = Tasks.changed(waiting, new TaskCommand.Start("w2"), due).next();
			assertThat(started.state()).isEqualTo(RUNNING);
			assertThat(started.nextAttemptAt()).isNull();
			assertThat(started.status()).isNull();
			assertThat(started.attemptStartedAt()).isEqualTo(due);
			assertThat(started.startedAt()).isEqualTo(Tasks.START);
		}

		@Test
		void statusReportedMeanwhileStays() {
			BackgroundTaskRecord told = Tasks.changed(this.retry.next(), new TaskCommand.Update(null, "patience"))
				.next();
			assertThat(Tasks.changed(told, new TaskCommand.Start("w2"), Tasks.LATER.plusSeconds(30)).next().status())
				.isEqualTo("patience");
		}

		@Test
		void hostSeesThatTheTaskWaitsForItsNextAttempt() {
			assertThat(WorkRules.awaitsNextAttempt(this.retry.next(), 1)).isTrue();
			assertThat(WorkRules.awaitsNextAttempt(this.retry.next(), 2)).isFalse();
			assertThat(WorkRules.awaitsNextAttempt(this.running, 0)).isFalse();
			assertThat(this.retry.outcome().nextAttempt()).isTrue();
		}

		@Test
		void reattachKeepsTheAttemptWithoutAFailure() {
			BackgroundTaskRecord again = Tasks.changed(this.running, new TaskCommand.Requeue("again", 2)).next();
			assertThat(again.earlierAttempts())
				.containsExactly(new TaskAttempt(1, "w1", Tasks.START, Tasks.LATER, null));
			assertThat(again.nextAttemptAt()).isNull();
			assertThat(again.status()).isEqualTo("again");
		}

	}

	@Nested
	class Starts {

		@Test
		void firstStartCanBeDelayed() {
			BackgroundTaskRecord task = Tasks.newTask(Tasks.registration().startAfter(Tasks.seconds(5)).build(),
					TaskMode.MANAGED, PENDING);
			assertThat(task.nextAttemptAt()).isEqualTo(Tasks.START.plusSeconds(5));
			assertThat(task.status()).isEqualTo("Starts at 2026-01-01T00:00:05Z");
			assertThat(TimeRules.startDelay(task, Tasks.START)).isEqualTo(Tasks.seconds(5));
			assertThat(TimeRules.startDelay(Tasks.managed(PENDING), Tasks.START)).isZero();
		}

		@Test
		void policyOfTheTaskOverridesThatOfItsKind() {
			TaskRetryPolicy kind = TaskRetryPolicy.ofMaxAttempts(7).withJitter(0);
			TaskRetryPolicy own = TaskRetryPolicy.ofMaxAttempts(3);
			assertThat(retryOf(Tasks.registration().retry(own).build(), kind)).isEqualTo(own);
			assertThat(retryOf(Tasks.registration().build(), kind)).isEqualTo(kind);
			assertThat(retryOf(Tasks.registration().maxAttempts(2).build(), kind)).isEqualTo(kind.withMaxAttempts(2));
		}

		private static TaskRetryPolicy retryOf(BackgroundTaskRegistration registration, TaskRetryPolicy kind) {
			return new NewTask("s1", registration, TaskMode.MANAGED, RUNNING, KindOptions.NONE.withRetry(kind), "tests",
					null, null, null, List.of(), false)
				.register(new UUID(1, 2), Tasks.START)
				.next()
				.retry();
		}

		@Test
		void startsByTheHostWaitForTheCommitByDefault() {
			KindOptions never = KindOptions.NONE.withStartAfterCommit(false);
			assertThat(
					AdmissionRules.startsAfterCommit(Tasks.registration().build(), KindOptions.NONE, TaskMode.MANAGED))
				.isTrue();
			assertThat(AdmissionRules.startsAfterCommit(Tasks.registration().build(), KindOptions.NONE,
					TaskMode.SUBMITTED))
				.isTrue();
			assertThat(
					AdmissionRules.startsAfterCommit(Tasks.registration().build(), KindOptions.NONE, TaskMode.EXTERNAL))
				.isFalse();
			assertThat(AdmissionRules.startsAfterCommit(Tasks.registration().build(), never, TaskMode.MANAGED))
				.isFalse();
			assertThat(AdmissionRules.startsAfterCommit(Tasks.registration().startAfterCommit(true).build(), never,
					TaskMode.MANAGED))
				.isTrue();
			assertThat(AdmissionRules.startsAfterCommit(Tasks.registration().startAfterCommit(false).build(),
					KindOptions.NONE, TaskMode.MANAGED))
				.isFalse();
		}

		@Test
		void rolledBackTaskIsRemovedAlsoWhenItWasCancelled() {
			TaskCommand rollBack = new TaskCommand.Remove(Removal.ROLLED_BACK);
			BackgroundTaskRecord waiting = Tasks.newTask(Tasks.registration().build(), TaskMode.MANAGED, PENDING);
			assertThat(Tasks.told(Tasks.changed(waiting, rollBack))).containsExactly("Removed");
			BackgroundTaskRecord cancelled = Tasks.changed(waiting, new TaskCommand.CancelNow(null, null, false))
				.next();
			assertThat(Tasks.told(Tasks.changed(cancelled, rollBack))).containsExactly("Removed");
			Tasks.unchanged(Tasks.managed(RUNNING), rollBack);
		}

	}

	@Nested
	class Silence {

		private static final TaskCommand CHECK = new TaskCommand.CheckHeartbeat(Tasks.seconds(10), Tasks.seconds(10),
				Tasks.START);

		private static Duration left(BackgroundTaskRecord task) {
			Duration silence = TimeRules.silence(task, Tasks.START.plusSeconds(4));
			return TimeRules.silenceLeft(task, Tasks.seconds(10), silence).orElseThrow();
		}

		@Test
		void countsFromTheStateAndFromEverySign() {
			assertThat(left(Tasks.external(RUNNING))).isEqualTo(Tasks.seconds(6));
			BackgroundTaskRecord beating = Tasks
				.changed(Tasks.external(RUNNING), new TaskCommand.Heartbeat(), Tasks.START.plusSeconds(3))
				.next();
			assertThat(left(beating)).isEqualTo(Tasks.seconds(9));
		}

		@Test
		void isNeverNegative() {
			assertThat(TimeRules.silenceLeft(Tasks.external(RUNNING), Tasks.seconds(1), Tasks.seconds(10)))
				.contains(Duration.ZERO);
			assertThat(TimeRules.silence(Tasks.external(RUNNING), Tasks.START.minusSeconds(7200))).isZero();
		}

		@Test
		void signThatTheMeasurementDoesNotKnowKeepsTheTask() {
			BackgroundTaskRecord beating = Tasks
				.changed(Tasks.external(RUNNING), new TaskCommand.Heartbeat(), Tasks.START.plusSeconds(3))
				.next();
			Tasks.unchanged(beating, CHECK);
		}

		@Test
		void sameTimeAndAnEarlierOneAreSignsToo() {
			for (TaskCommand report : List.of(new TaskCommand.Heartbeat(), new TaskCommand.Describe("s", null, null),
					new TaskCommand.Output())) {
				BackgroundTaskRecord told = Tasks
					.changed(Tasks.external(RUNNING), new TaskCommand.Describe("s", null, null))
					.next();
				Decision decision = TaskLifecycle.decide(told, 1, report, Tasks.LATER.minusSeconds(7200));
				assertThat(decision).isEqualTo(new Decision.Unchanged(told, Outcome.ALIVE));
			}
		}

		@ParameterizedTest
		@EnumSource(value = BackgroundTaskState.class, mode = EnumSource.Mode.EXCLUDE,
				names = { "RUNNING", "CANCEL_REQUESTED" })
		void isNotCountedInOtherStates(BackgroundTaskState state) {
			assertThat(TimeRules.silenceLeft(Tasks.external(state), Tasks.seconds(1), Tasks.seconds(10))).isEmpty();
		}

		@Test
		void afterACancelRequestCountsForReportedWorkOnly() {
			assertThat(TimeRules.silenceLeft(Tasks.external(CANCEL_REQUESTED), Tasks.seconds(1), Tasks.seconds(10)))
				.isPresent();
			assertThat(TimeRules.silenceLeft(Tasks.managed(CANCEL_REQUESTED), Tasks.seconds(1), Tasks.seconds(10)))
				.isEmpty();
		}

		@Test
		void endsTheTask() {
			Decision.Changed end = Tasks.changed(Tasks.external(RUNNING), CHECK);
			assertThat(end.next().state()).isEqualTo(FAILED);
			assertThat(end.next().failure()).isEqualTo(
					new TaskFailure(FailureKind.HEARTBEAT_LOST, null, "Attempt 1 gave no sign of life for PT10S."));
			Tasks.unchanged(Tasks.external(RUNNING),
					new TaskCommand.CheckHeartbeat(Tasks.seconds(10), Tasks.seconds(10).minusNanos(1), Tasks.START));
			Tasks.unchanged(Tasks.external(WAITING), CHECK);
		}

		@Test
		void bodyIsInterruptedFirst() {
			assertThat(WorkRules.interruptsSilence(Tasks.managed(RUNNING), true)).isTrue();
			assertThat(WorkRules.interruptsSilence(Tasks.managed(RUNNING), false)).isFalse();
			assertThat(WorkRules.interruptsSilence(Tasks.external(RUNNING), true)).isFalse();
		}

		@Test
		void reportsOfTheWorkAreSigns() {
			for (TaskCommand report : List.of(new TaskCommand.Describe("at work", null, null),
					new TaskCommand.Live(WAITING), new TaskCommand.Ask(InputRequest.of("k", "p")),
					new TaskCommand.AddLinks(new TaskLinks(null, "job", List.of())),
					new TaskCommand.SetResult(TaskResult.omitted("why")),
					new TaskCommand.AddArtifact(new TaskArtifact("a", null, null, null), 1),
					new TaskCommand.Update(WAITING, "said"), new TaskCommand.MarkLive(WAITING))) {
				assertThat(Tasks.changed(Tasks.external(RUNNING), report).next().heartbeatAt()).isEqualTo(Tasks.LATER);
			}
			for (TaskCommand other : List.of(new TaskCommand.RequestCancel(null, null),
					new TaskCommand.Update(CANCEL_REQUESTED, "stop"), new TaskCommand.Transfer("s2"))) {
				assertThat(Tasks.changed(Tasks.external(RUNNING), other).next().heartbeatAt()).isNull();
			}
		}

		@Test
		void repeatedReportIsASignAndNoChange() {
			for (TaskCommand report : List.of(new TaskCommand.Describe("at work", null, null),
					new TaskCommand.Live(WAITING), new TaskCommand.Update(WAITING, "said"),
					new TaskCommand.MarkLive(WAITING), new TaskCommand.AddLinks(new TaskLinks(null, "job", List.of())),
					new TaskCommand.SetResult(TaskResult.omitted("why")),
					new TaskCommand.AddArtifact(new TaskArtifact("a", null, null, null), 1))) {
				BackgroundTaskRecord told = Tasks.changed(Tasks.external(RUNNING), report).next();
				Decision.Changed again = Tasks.changed(told, report, Tasks.LATER.plusSeconds(1));
				assertThat(again.next()).isEqualTo(told.toBuilder().heartbeatAt(Tasks.LATER.plusSeconds(1)).build());
				assertThat(again.events()).isEmpty();
			}
		}

	}

}
