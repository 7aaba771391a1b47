package io.github.taskhost.test.contract.question;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Bodies that ask a question and wait for its answer. */
abstract class QuestionsContract extends AbstractQuestionsContract {

	@Test
	void taskWaitsForTheAnswerAndContinues() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.WAITING);
		assertThat(task.record().inputRequest()).isEqualTo(ASKED);
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
		assertThat(answered.question()).isEqualTo(ASKED);
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
		assertThat(task.record().inputRequest()).isEqualTo(ASKED);
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
	void secondOpenQuestionIsRejected() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		TaskReporter other = this.host.reporter("s1", "t1");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> other.ask(InputRequest.of("two", "Two?")))
			.withMessageContaining("'go-on'");
		assertThat(task.record().inputRequest()).isEqualTo(ASKED);
		task.answer("go-on", YES);
		task.await(PATIENCE);
	}

	@Test
	void storedAnswerIsReturnedWithoutAskingAgain() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), (context) -> {
			String first = context.requestInput(QUESTION).value().text();
			return first + context.requestInput(withDeadline()).value().text();
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
			assertThat(failure.type()).isEqualTo(TaskRejectedException.class.getName());
			assertThat(failure.message()).contains("'q4'", "limits.answers");
		});
		assertThat(task.answers()).extracting(Answer::key).containsExactly("q1", "q2", "q3");
	}

	@Test
	void questionIsTransferredWithItsTask() throws Exception {
		BackgroundTaskHandle<String> task = asked(named("t1"), asking(QUESTION));
		this.host.transferManaged("s1", "s2", List.of("t1"));
		assertThat(record("s2", "t1").inputRequest()).isEqualTo(ASKED);
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
