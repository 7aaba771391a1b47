package io.github.taskhost.test.contract.question;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Bodies that ask a question and wait for its answer. */
abstract class QuestionsContract extends AbstractHostContract {

	private static final InputRequest QUESTION = InputRequest.of("go-on", "Go on?");

	private static final JsonPayload YES = new JsonPayload("true");

	private static final Duration DEADLINE = Duration.ofSeconds(109);

	@Override
	protected BackgroundTaskHostOptions options() {
		ReportOptions reports = ReportOptions.withDefaults();
		return super.options().withReports(new ReportOptions(reports.outputLines(), reports.outputSize(),
				reports.messages(), reports.messageSize(), reports.artifacts(), 3, reports.totalSize()));
	}

	private static BackgroundTask<String> asking(InputRequest question) {
		return (context) -> context.requestInput(question).value().text();
	}

	private <R extends @Nullable Object> BackgroundTaskHandle<R> asked(BackgroundTaskRegistration registration,
			BackgroundTask<R> body) throws InterruptedException {
		BackgroundTaskHandle<R> task = this.host.spawnManaged("s1", registration, body);
		this.events.await(BackgroundTaskEvent.InputRequested.class, task.id());
		return task;
	}

	private InputRequest withDeadline() {
		return QUESTION.withDeadline(this.clock.instant().plus(DEADLINE));
	}

	@Test
	void taskWaitsForTheAnswerAndContinues() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.WAITING);
		assertThat(task.record().inputRequest()).isEqualTo(QUESTION);
		assertThat(task.answer("go-on", YES).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.inputRequest()).isNull();
		assertThat(task.result()).isEqualTo("true");
	}

	@Test
	void eventsOfAQuestion() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		task.answer("go-on", YES);
		task.await(PATIENCE);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "InputRequested", "StateChanged",
				"InputAnswered", "StateChanged", "Completed");
		BackgroundTaskEvent.InputAnswered answered = this.events.await(BackgroundTaskEvent.InputAnswered.class, "t1");
		assertThat(answered.question()).isEqualTo(QUESTION);
		assertThat(answered.answer().value()).isEqualTo(YES);
	}

	@Test
	void answerIsAMessageWithoutAMessageEvent() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		TaskMessage message = task.answer("go-on", YES).message();
		assertThat(message.questionKey()).isEqualTo("go-on");
		assertThat(task.messages(null, 10).messages()).containsExactly(message);
		task.await(PATIENCE);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).doesNotContain("MessageReceived");
	}

	@Test
	void secondAnswerIsRejectedWithTheFirst() throws Exception {
		CountDownLatch answered = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = asked(named("t1"), (context) -> {
			context.requestInput(QUESTION);
			answered.countDown();
			this.release.await();
			return null;
		});
		task.answer("go-on", YES);
		await(answered);
		assertThatExceptionOfType(TaskStateException.class)
			.isThrownBy(() -> task.answer("go-on", new JsonPayload("false")))
			.withMessageContainingAll("'go-on'", this.clock.instant().toString());
		assertThat(task.answers()).singleElement().extracting(Answer::value).isEqualTo(YES);
	}

	@Test
	void answerToAnotherQuestionIsRejectedAndTheQuestionStaysOpen() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("other", YES))
			.withMessageContaining("'other'");
		assertThat(task.record().inputRequest()).isEqualTo(QUESTION);
		assertThat(task.answers()).isEmpty();
		assertThat(task.messages(null, 10).messages()).isEmpty();
	}

	@Test
	void answerWithoutAQuestionIsRejected() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), waiting());
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES));
		task.cancel(null);
		this.release.countDown();
		task.await(PATIENCE);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES));
	}

	@Test
	void missedDeadlineThrowsInTheBody() throws Exception {
		InputRequest question = withDeadline();
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			try {
				return context.requestInput(question).value().text();
			}
			catch (InputDeadlineException ex) {
				return "nobody answered '" + ex.key() + "' in " + context.record().state();
			}
		});
		this.timer.advance(DEADLINE.minusNanos(1));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.WAITING);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("nobody answered 'go-on' in RUNNING");
		assertThat(this.events.await(BackgroundTaskEvent.InputWithdrawn.class, "t1").question()).isEqualTo(question);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES));
	}

	@Test
	void uncaughtMissedDeadlineFailsTheTask() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(withDeadline()));
		this.timer.advance(DEADLINE);
		assertThat(task.await(PATIENCE).failure()).isNotNull().satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailureKind.EXCEPTION);
			assertThat(failure.type()).isEqualTo(InputDeadlineException.class.getName());
			assertThat(failure.message()).contains("'go-on'");
		});
	}

	@Test
	void pastDeadlineIsMissedAtOnce() throws Exception {
		InputRequest question = QUESTION.withDeadline(this.clock.instant());
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), asking(question));
		assertThat(task.await(PATIENCE).failure()).isNotNull()
			.extracting("type")
			.isEqualTo(InputDeadlineException.class.getName());
	}

	@Test
	void answerInTimeStopsTheDeadline() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(withDeadline()));
		task.answer("go-on", YES);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.timer.isScheduled(DEADLINE)).isFalse();
	}

	@Test
	void cancelWakesTheBodyAndWithdrawsTheQuestion() throws Exception {
		CountDownLatch woken = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			try {
				return context.requestInput(QUESTION).value().text();
			}
			catch (TaskCancelledException ex) {
				woken.countDown();
				throw ex;
			}
		});
		assertThat(task.cancel("enough").inputRequest()).isNull();
		await(woken);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.events.of("t1")).containsOnlyOnce("InputWithdrawn");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void forcedEndWakesTheBody(boolean complete) throws Exception {
		CountDownLatch woken = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			try {
				return context.requestInput(QUESTION).value().text();
			}
			finally {
				woken.countDown();
			}
		});
		if (complete) {
			this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		}
		else {
			this.host.cancelManaged("s1", "t1");
		}
		await(woken);
		assertThat(task.record().inputRequest()).isNull();
		assertThat(this.events.of("t1")).containsOnlyOnce("InputWithdrawn");
	}

	@Test
	void closingTheSessionWakesTheBody() throws Exception {
		BackgroundTaskHandle<String> task = asked(builder("t1").closePolicy(ClosePolicy.CANCEL).build(),
				asking(QUESTION));
		assertThat(this.host.closeSession("s1", null).cancelled()).containsExactly("t1");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void markRunningWithdrawsTheQuestion() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			try {
				return context.requestInput(QUESTION).value().text();
			}
			catch (InputWithdrawnException ex) {
				return "withdrawn: " + ex.key();
			}
		});
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("withdrawn: go-on");
	}

	@Test
	void interruptWithdrawsTheQuestion() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			Thread waiting = Thread.currentThread();
			Thread.ofVirtual().start(() -> {
				try {
					this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
					waiting.interrupt();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			try {
				return context.requestInput(QUESTION).value().text();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				return String.valueOf(context.record().inputRequest());
			}
		});
		await(interrupted);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("null");
		assertThat(this.events.of("t1")).containsOnlyOnce("InputWithdrawn");
	}

	@Test
	void secondOpenQuestionIsRejected() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		TaskReporter other = this.host.reporter("s1", "t1");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> other.ask(InputRequest.of("two", "Two?")))
			.withMessageContaining("'go-on'");
		assertThat(task.record().inputRequest()).isEqualTo(QUESTION);
		task.answer("go-on", YES);
		task.await(PATIENCE);
	}

	@Test
	void storedAnswerIsReturnedWithoutAskingAgain() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			String first = context.requestInput(QUESTION).value().text();
			return first + context.requestInput(InputRequest.of("go-on", "Really?")).value().text();
		});
		task.answer("go-on", YES);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("truetrue");
		assertThat(this.events.of("t1")).containsOnlyOnce("InputRequested");
	}

	@Test
	void newIncarnationAsksAgain() throws Exception {
		BackgroundTaskHandle<String> first = asked(named("t1"), asking(QUESTION));
		first.answer("go-on", YES);
		first.await(PATIENCE);
		BackgroundTaskHandle<String> second = this.host.spawnManaged("s1", named("t1"), asking(QUESTION));
		this.events.awaitCount(BackgroundTaskEvent.InputRequested.class, 2);
		assertThat(second.answers()).isEmpty();
		second.answer("go-on", new JsonPayload("false"));
		second.await(PATIENCE);
		assertThat(second.result()).isEqualTo("false");
		assertThat(first.answers()).singleElement().extracting(Answer::value).isEqualTo(YES);
	}

	@Test
	void storedAnswersAreLimited() throws Exception {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			for (int i = 1; i <= 3; i++) {
				context.requestInput(InputRequest.of("q" + i, "?"));
			}
			context.requestInput(InputRequest.of("q1", "?"));
			return context.requestInput(InputRequest.of("q4", "?")).value().text();
		});
		for (int i = 1; i <= 3; i++) {
			this.events.awaitCount(BackgroundTaskEvent.InputRequested.class, i);
			task.answer("q" + i, YES);
		}
		assertThat(task.await(PATIENCE).failure()).isNotNull().satisfies((failure) -> {
			assertThat(failure.type()).isEqualTo(TaskStateException.class.getName());
			assertThat(failure.message()).contains("'q4'", "limits.answers");
		});
		assertThat(task.answers()).extracting(Answer::key).containsExactly("q1", "q2", "q3");
	}

	@Test
	void questionIsTransferredWithItsTask() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		this.host.transferManaged("s1", "s2", List.of("t1"));
		assertThat(record("s2", "t1").inputRequest()).isEqualTo(QUESTION);
		this.host.task("s2", "t1").answer("go-on", YES);
		assertThat(task.await(PATIENCE).sessionId()).isEqualTo("s2");
		assertThat(task.result()).isEqualTo("true");
	}

	@Test
	void timeoutIsPausedWhileTheBodyWaits() throws Exception {
		BackgroundTaskHandle<String> task = asked(builder("t1").timeout(Duration.ofSeconds(50)).build(),
				asking(QUESTION));
		this.timer.advance(Duration.ofHours(5));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.WAITING);
		task.answer("go-on", YES);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void waitingTaskWithAbortPolicyIsCancelledAtOnce() throws Exception {
		BackgroundTaskHandle<String> task = asked(builder("t1").cancelPolicy(CancelPolicy.ABORT_LOCAL).build(),
				asking(QUESTION));
		assertThat(task.cancel(null).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(task.record().inputRequest()).isNull();
	}

	@Test
	void questionAfterACancelRequestIsRejected() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			running.countDown();
			this.release.await();
			return context.requestInput(QUESTION).value().text();
		});
		await(running);
		task.cancel(null);
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(task.failure()).containsInstanceOf(TaskCancelledException.class);
		assertThat(this.events.of("t1")).doesNotContain("InputRequested");
	}

	@Test
	void answerToANonBlockingQuestionIsReceivedAsAMessage() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			context.ask(QUESTION);
			TaskMessage answer = context.receive(Duration.ofDays(1)).orElseThrow();
			return answer.questionKey() + "=" + context.answer("go-on").orElseThrow().value().text() + " in "
					+ context.record().state();
		});
		assertThat(task.answer("go-on", YES).delivery()).isEqualTo(MessageDelivery.QUEUED);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("go-on=true in RUNNING");
	}

	@Test
	void inspectionShowsTheQuestionAndTheAnswers() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			context.requestInput(QUESTION);
			return context.requestInput(InputRequest.of("two", "Two?")).value().text();
		});
		task.answer("go-on", YES);
		this.events.awaitCount(BackgroundTaskEvent.InputRequested.class, 2);
		assertThat(this.host.inspect(task.uid())).hasValueSatisfying((look) -> {
			assertThat(look.record().inputRequest()).isNotNull().extracting(InputRequest::key).isEqualTo("two");
			assertThat(look.answers()).extracting(Answer::key).containsExactly("go-on");
			assertThat(look.messages()).extracting(TaskMessage::questionKey).containsExactly("go-on");
		});
	}

	@Test
	void stopOfTheHostWakesTheBody() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		FutureTask<BackgroundTaskRecord> end = new FutureTask<>(() -> task.await(PATIENCE));
		Thread.ofVirtual().start(end);
		factory().stop(this.host);
		assertThat(end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "ä", "a/b" })
	void invalidKeyIsRejected(String key) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> InputRequest.of(key, "?"))
			.withMessageContaining("question key");
	}

	@Test
	void promptLengthIsLimited() {
		assertThat(InputRequest.of("k", "x".repeat(5000)).prompt()).hasSize(2000);
		assertThat(InputRequest.of("k", "?").withAuthority("x".repeat(500)).authority()).hasSize(128);
		assertThat(InputRequest.of("k", "?").withDeadline(Instant.MAX).deadline()).isEqualTo(Instant.MAX);
	}

}
