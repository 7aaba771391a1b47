package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor.Behaviour;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Answers to questions that an executor asked: given when a delivery has returned. */
abstract class AnswerDeliveryContract extends AbstractKindContract {

	private static final InputRequest QUESTION = InputRequest.of("go-on", "Go on?");

	private static final JsonPayload YES = new JsonPayload("true");

	private static final Behaviour DEAD = (call) -> {
		throw new IOException("the line is dead");
	};

	/** The back-off of a kind that is not polled. */
	private static final Duration FIRST = Duration.ofSeconds(2);

	private BackgroundTaskHandle<@Nullable Object> asking() throws InterruptedException {
		this.remote.on(Operation.START, (call) -> call.reporter().ask(QUESTION));
		return started("t1");
	}

	private static void isOpen(BackgroundTaskHandle<?> task) {
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.WAITING);
		assertThat(task.record().inputRequest()).isNotNull().extracting(InputRequest::key).isEqualTo("go-on");
		assertThat(task.answers()).isEmpty();
	}

	private void isAnswered(BackgroundTaskHandle<?> task, MessageDelivery... deliveries) {
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(task.answers()).singleElement().extracting("key").isEqualTo("go-on");
		deliveriesAre(task, deliveries);
		assertThat(this.events.of("t1")).containsOnlyOnce("InputAnswered").doesNotContain("InputWithdrawn");
	}

	private static void deliveriesAre(BackgroundTaskHandle<?> task, MessageDelivery... deliveries) {
		assertThat(task.messages(null, 10).messages()).extracting(TaskMessage::delivery).containsExactly(deliveries);
	}

	private void delivered(int count) throws InterruptedException {
		this.remote.await("t1", Operation.DELIVER, count).awaitOver();
	}

	@Test
	void questionIsAnsweredWhenTheDeliveryHasReturned() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, waiting(new CountDownLatch(1)));
		FutureTask<TaskMessageReceipt> receipt = elsewhere(() -> task.answer("go-on", YES));
		this.remote.await("t1", Operation.DELIVER);
		isOpen(task);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES))
			.withMessageContainingAll("t1", "go-on", "is being delivered");
		this.release.countDown();
		assertThat(outcomeOf(receipt).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		isAnswered(task, MessageDelivery.DELIVERED);
	}

	@Test
	void refusedAnswerKeepsTheQuestionAndItsSenderGetsTheReason() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, (call) -> {
			throw new AnswerRefusedException("Not on a Friday. Answer on Monday.");
		});
		assertThatExceptionOfType(AnswerRefusedException.class).isThrownBy(() -> task.answer("go-on", YES))
			.withMessage("Not on a Friday. Answer on Monday.");
		isOpen(task);
		this.timer.advance(Duration.ofHours(1));
		this.remote.on(Operation.DELIVER, Behaviour.NOTHING);
		assertThat(task.answer("go-on", YES).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		isAnswered(task, MessageDelivery.NOT_DELIVERED, MessageDelivery.DELIVERED);
		assertThat(this.remote.calls("t1", Operation.DELIVER)).hasSize(2);
	}

	@Test
	void failedDeliveryIsRepeatedAndItsSenderDoesNotWait() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, DEAD);
		TaskMessageReceipt receipt = task.answer("go-on", YES);
		assertThat(receipt.delivery()).isEqualTo(MessageDelivery.QUEUED);
		assertThat(receipt.reason()).isEqualTo("the line is dead");
		this.timer.awaitScheduled(FIRST);
		isOpen(task);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES))
			.withMessageContaining("is being delivered");
		this.remote.on(Operation.DELIVER, Behaviour.NOTHING);
		this.timer.advance(FIRST);
		delivered(2);
		isAnswered(task, MessageDelivery.DELIVERED);
	}

	@Test
	void questionIsOpenAgainWithTheTypeOfTheExceptionAfterTheLastFailedDelivery() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, DEAD);
		task.answer("go-on", YES);
		Duration delay = FIRST;
		for (int call = 2; call <= options().control().deliverAttempts(); call++) {
			this.timer.awaitScheduled(delay);
			this.timer.advance(delay);
			delivered(call);
			delay = delay.multipliedBy(2);
		}
		isOpen(task);
		deliveriesAre(task, MessageDelivery.NOT_DELIVERED);
		assertThat(task.record().status()).contains("'go-on'", "IOException").doesNotContain("the line is dead");
		this.timer.advance(Duration.ofHours(1));
		assertThat(this.remote.calls("t1", Operation.DELIVER)).hasSize(options().control().deliverAttempts());
		this.remote.on(Operation.DELIVER, Behaviour.NOTHING);
		task.answer("go-on", YES);
		isAnswered(task, MessageDelivery.NOT_DELIVERED, MessageDelivery.DELIVERED);
	}

	@Test
	void refusalOfARepeatedDeliveryIsTheStatusOfTheTask() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, DEAD);
		task.answer("go-on", YES);
		this.timer.awaitScheduled(FIRST);
		this.remote.on(Operation.DELIVER, (call) -> {
			throw new AnswerRefusedException("Not on a Friday.");
		});
		this.timer.advance(FIRST);
		delivered(2);
		isOpen(task);
		deliveriesAre(task, MessageDelivery.NOT_DELIVERED);
		assertThat(task.record().status()).contains("'go-on'", "AnswerRefusedException")
			.doesNotContain("Not on a Friday.");
	}

	@Test
	void deliveryThatExceedsItsTimeoutIsRepeated() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.DELIVER, waiting(interrupted));
		FutureTask<TaskMessageReceipt> receipt = elsewhere(() -> task.answer("go-on", YES));
		this.remote.await("t1", Operation.DELIVER);
		this.timer.advance(CONTROL);
		assertThat(outcomeOf(receipt).reason()).contains("control.timeout");
		await(interrupted);
		delivered(1);
		this.timer.awaitScheduled(FIRST);
		isOpen(task);
		this.remote.on(Operation.DELIVER, Behaviour.NOTHING);
		this.timer.advance(FIRST);
		delivered(2);
		isAnswered(task, MessageDelivery.DELIVERED);
	}

	@Test
	void unsupportedDeliveryIsNotRepeated() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, (call) -> {
			throw new UnsupportedTaskOperationException("remote", "deliver");
		});
		TaskMessageReceipt receipt = task.answer("go-on", YES);
		assertThat(receipt.delivery()).isEqualTo(MessageDelivery.NOT_DELIVERED);
		assertThat(receipt.reason()).contains("'deliver'");
		isOpen(task);
		this.timer.advance(Duration.ofHours(1));
		assertThat(this.remote.calls("t1", Operation.DELIVER)).hasSize(1);
	}

	@Test
	void answerIsNotDeliveredAgainWhenItsQuestionIsNotOpenAnyMore() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, DEAD);
		task.answer("go-on", YES);
		this.timer.awaitScheduled(FIRST);
		task.cancel("enough");
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		this.timer.advance(FIRST);
		this.host.complete("t1", BackgroundTaskCompletion.cancelled(null));
		this.host.awaitIdle(PATIENCE);
		deliveriesAre(task, MessageDelivery.NOT_DELIVERED);
		assertThat(this.remote.calls("t1", Operation.DELIVER)).hasSize(1);
		assertThat(task.answers()).isEmpty();
	}

	@Test
	void answerCountsWhenTheWorkReportsThatItRunsDuringItsDelivery() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, (call) -> call.reporter().live(BackgroundTaskState.RUNNING));
		assertThat(task.answer("go-on", YES).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		isAnswered(task, MessageDelivery.DELIVERED);
	}

	@ParameterizedTest
	@EnumSource(names = { "COMPLETED", "CANCELLED", "FAILED" })
	void answerCountsWhenTheWorkEndsDuringItsDelivery(BackgroundTaskState end) throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, (call) -> {
			switch (end) {
				case COMPLETED -> call.reporter().complete("done");
				case CANCELLED -> call.reporter().cancelled(null);
				default -> call.reporter().fail(TaskFailure.of(new IOException("no route")));
			}
		});
		assertThat(task.answer("go-on", YES).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(stateOf(task)).isEqualTo(end);
		assertThat(task.answers()).singleElement().extracting("key").isEqualTo("go-on");
		assertThat(this.events.of("t1")).containsOnlyOnce("InputAnswered").doesNotContain("InputWithdrawn");
	}

	@Test
	void reportThatTheWorkWaitsDoesNotAcceptTheAnswerInDelivery() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, (call) -> {
			call.reporter().live(BackgroundTaskState.WAITING);
			call.reporter().status("thinking");
			throw new AnswerRefusedException("Not on a Friday.");
		});
		assertThatExceptionOfType(AnswerRefusedException.class).isThrownBy(() -> task.answer("go-on", YES));
		isOpen(task);
	}

	@Test
	void workCannotAskTheNextQuestionBeforeItHasTheAnswer() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		this.remote.on(Operation.DELIVER, DEAD);
		task.answer("go-on", YES);
		this.timer.awaitScheduled(FIRST);
		assertThatExceptionOfType(TaskStateException.class)
			.isThrownBy(() -> this.remote.await("t1", Operation.START).reporter().ask(InputRequest.of("two", "Two?")));
		isOpen(task);
	}

}
