package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Messages to work of a kind. */
abstract class DeliveryContract extends AbstractKindContract {

	private static List<TaskMessage> messagesOf(BackgroundTaskHandle<?> task) {
		return task.messages(null, 100).messages();
	}

	private static void notDelivered(BackgroundTaskHandle<?> task, TaskMessageReceipt receipt, String... reason) {
		assertThat(receipt.delivery()).isEqualTo(MessageDelivery.NOT_DELIVERED);
		assertThat(receipt.reason()).contains(reason);
		assertThat(messagesOf(task)).contains(receipt.message());
	}

	@Test
	void messageIsDeliveredToTheExecutorAndKept() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		TaskMessageReceipt receipt = task
			.send(List.of(TaskMessagePart.text("look"), TaskMessagePart.data(new JsonPayload("[1]"))));
		assertThat(receipt.delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(receipt.reason()).isNull();
		Call call = this.remote.await("t1", Operation.DELIVER);
		assertThat(call.message()).isNotNull().satisfies((message) -> {
			assertThat(message.id()).isEqualTo(receipt.message().id());
			assertThat(message.parts()).isEqualTo(receipt.message().parts());
			assertThat(message.questionKey()).isNull();
		});
		assertThat(messagesOf(task)).containsExactly(receipt.message());
		this.events.await(BackgroundTaskEvent.MessageReceived.class, "t1");
	}

	@Test
	void messageOfAFailedDeliveryIsKeptAndReportedToItsSender() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.remote.on(Operation.DELIVER, (call) -> {
			throw new IOException("the line is dead");
		});
		notDelivered(task, task.send("one"), "the line is dead");
		this.remote.on(Operation.DELIVER, (call) -> {
			throw new IOException();
		});
		notDelivered(task, task.send("two"), IOException.class.getName());
		assertThat(messagesOf(task)).extracting(TaskMessage::text).containsExactly("one", "two");
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void unsupportedDeliveryIsReportedToTheSender() throws Exception {
		this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("plain").id("t1").build(), null);
		BackgroundTaskHandle<@Nullable Object> task = this.host.task("s1", "t1");
		notDelivered(task, task.send("hello"), "'plain'", "'deliver'");
	}

	@Test
	void reportedWorkWithoutAnExecutorAcceptsNoMessages() {
		this.host.registerExternal("s1", named("t1"), null);
		BackgroundTaskHandle<@Nullable Object> task = this.host.task("s1", "t1");
		notDelivered(task, task.send("hello"), "'other'", "'deliver'");
	}

	@Test
	void endedTaskAcceptsNoMessages() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.remote.await("t1", Operation.START).reporter().complete(null);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.send("late"));
		assertThat(messagesOf(task)).isEmpty();
		assertThat(controlCalls()).isEqualTo(1);
	}

	@Test
	void taskWithACancelRequestAcceptsMessages() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		task.cancel(null);
		assertThat(task.send("and clean up").delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	@Test
	void sendWithinACallOfTheSameTaskDoesNotDeadlock() throws Exception {
		CountDownLatch queued = new CountDownLatch(1);
		this.remote.on(Operation.START, (call) -> {
			BackgroundTaskHandle<@Nullable Object> self = this.host.task("s1", "t1");
			if (self.send("one").delivery() == MessageDelivery.QUEUED
					&& self.send("two").delivery() == MessageDelivery.QUEUED) {
				queued.countDown();
			}
		});
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		await(queued);
		this.remote.await("t1", Operation.DELIVER, 2).awaitOver();
		assertThat(this.remote.calls()).extracting(Call::text).containsExactly("", "one", "two");
		assertThat(messagesOf(task)).extracting(TaskMessage::delivery)
			.containsExactly(MessageDelivery.DELIVERED, MessageDelivery.DELIVERED);
	}

	@Test
	void waitingMessageIsNotDeliveredAfterTheEnd() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			this.host.task("s1", "t1").send("never mind");
			call.reporter().complete(null);
		});
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		task.await(PATIENCE);
		this.remote.await("t1", Operation.START).awaitOver();
		assertThat(messagesOf(task)).singleElement()
			.extracting(TaskMessage::delivery)
			.isEqualTo(MessageDelivery.NOT_DELIVERED);
		assertThat(controlCalls()).isEqualTo(1);
	}

	private void sendsWithoutWaiting(BackgroundTaskHandle<?> task, String... texts) {
		for (String text : texts) {
			TaskMessageReceipt receipt = task.send(text);
			assertThat(receipt.delivery()).isEqualTo(MessageDelivery.QUEUED);
			assertThat(receipt.reason()).isNull();
		}
		assertThat(this.remote.calls(task.id(), Operation.DELIVER)).isEmpty();
	}

	private void areDelivered(BackgroundTaskHandle<?> task, int attempt, String... texts) throws InterruptedException {
		this.remote.await(task.id(), Operation.DELIVER, texts.length).awaitOver();
		assertThat(this.remote.calls(task.id(), Operation.DELIVER)).allSatisfy((call) -> {
			assertThat(call.task().attempt()).isEqualTo(attempt);
			assertThat(call.reporter().attempt()).isEqualTo(attempt);
		}).extracting(Call::text).containsExactly(texts);
		assertThat(messagesOf(task)).extracting(TaskMessage::delivery).containsOnly(MessageDelivery.DELIVERED);
		assertThat(this.remote.mostAtOnce()).isEqualTo(1);
	}

	@Test
	void messageDuringStartIsDeliveredAfterItAndItsSenderDoesNotWait() throws Exception {
		this.remote.on(Operation.START, waiting(new CountDownLatch(1)));
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		this.remote.await("t1", Operation.START);
		sendsWithoutWaiting(task, "early", "still early");
		this.release.countDown();
		areDelivered(task, 1, "early", "still early");
	}

	@Test
	void messageBeforeADelayedStartWaitsForIt() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1",
				TaskRequest.of(remote("t1").startAfter(Duration.ofHours(1)).build()));
		sendsWithoutWaiting(task, "early");
		this.timer.advance(Duration.ofHours(1));
		areDelivered(task, 1, "early");
		assertThat(task.send("in time").delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	@Test
	void messageBetweenAttemptsWaitsForTheNextStart() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			if (call.task().attempt() == 1) {
				throw new IOException("no route");
			}
		});
		Duration delay = Duration.ofSeconds(5);
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1",
				TaskRequest
					.of(remote("t1").retry(TaskRetryPolicy.ofMaxAttempts(2).withBackoff(delay, 1, delay).withJitter(0))
						.build()));
		this.remote.await("t1", Operation.START).awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.PENDING);
		sendsWithoutWaiting(task, "one", "two");
		this.timer.advance(delay);
		areDelivered(task, 2, "one", "two");
	}

	@Test
	void messageThatWaitsForAStartThatFailsIsNotDelivered() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.START, (call) -> {
			waiting(interrupted).run(call);
			throw new IOException("no route");
		});
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		Call start = this.remote.await("t1", Operation.START);
		sendsWithoutWaiting(task, "early");
		this.release.countDown();
		start.awaitOver();
		assertThat(messagesOf(task)).extracting(TaskMessage::delivery).containsExactly(MessageDelivery.NOT_DELIVERED);
		assertThat(this.remote.operations()).containsExactly(Operation.START);
	}

	@Test
	void messageThatWaitsForAStartThatIsCancelledIsNotDelivered() {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1",
				TaskRequest.of(remote("t1").startAfter(Duration.ofHours(1)).build()));
		sendsWithoutWaiting(task, "early");
		task.cancel(null);
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.CANCELLED);
		this.timer.advance(Duration.ofHours(1));
		assertThat(messagesOf(task)).extracting(TaskMessage::delivery).containsExactly(MessageDelivery.NOT_DELIVERED);
		assertThat(controlCalls()).isZero();
	}

	@Test
	void messageToWorkThatWasStartedElsewhereDoesNotWait() {
		this.host.registerExternal("s1", remote("t1").build(), null);
		assertThat(this.host.task("s1", "t1").send("hello").delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	@Test
	void answerDuringStartWaitsForItsReturn() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			call.reporter().ask(InputRequest.of("go-on", "Go on?"));
			this.release.await();
		});
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		assertThat(task.answer("go-on", new JsonPayload("true")).delivery()).isEqualTo(MessageDelivery.QUEUED);
		assertThat(this.remote.calls("t1", Operation.DELIVER)).isEmpty();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.WAITING);
		this.release.countDown();
		Call delivered = this.remote.await("t1", Operation.DELIVER);
		delivered.awaitOver();
		assertThat(delivered.message()).isNotNull().extracting(TaskMessage::questionKey).isEqualTo("go-on");
		assertThat(messagesOf(task)).extracting(TaskMessage::delivery).containsExactly(MessageDelivery.DELIVERED);
		assertThat(task.answers()).hasSize(1);
	}

	@Test
	void slowListenerDoesNotChangeTheOrderOfMessages() throws Exception {
		CountDownLatch told = new CountDownLatch(1);
		factory().stop(this.host);
		this.host = factory().start(options(), this.clock, this.timer, (event) -> {
			if (event instanceof BackgroundTaskEvent.MessageReceived received
					&& received.message().text().equals("a")) {
				told.countDown();
				uninterrupted(this.release);
			}
		}, parts());
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		FutureTask<TaskMessageReceipt> first = elsewhere(() -> task.send("a"));
		await(told);
		FutureTask<TaskMessageReceipt> second = elsewhere(() -> task.send("b"));
		assertThat(outcomeOf(second).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		this.release.countDown();
		assertThat(outcomeOf(first).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(messagesOf(task)).extracting(TaskMessage::text).containsExactly("a", "b");
		assertThat(this.remote.calls()).extracting(Call::text).containsExactly("", "a", "b");
	}

	private static void uninterrupted(CountDownLatch latch) {
		try {
			await(latch);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void deliveriesToDifferentTasksAreIndependent() throws Exception {
		CountDownLatch both = new CountDownLatch(2);
		this.remote.on(Operation.DELIVER, (call) -> {
			both.countDown();
			await(both);
		});
		BackgroundTaskHandle<@Nullable Object> one = started("t1");
		BackgroundTaskHandle<@Nullable Object> two = started("t2");
		FutureTask<TaskMessageReceipt> first = elsewhere(() -> one.send("a"));
		FutureTask<TaskMessageReceipt> second = elsewhere(() -> two.send("b"));
		assertThat(outcomeOf(first).delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(outcomeOf(second).delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	@Test
	void answerIsDeliveredWithTheKeyOfItsQuestion() throws Exception {
		this.remote.on(Operation.START, (call) -> call.reporter().ask(InputRequest.of("go-on", "Go on?")));
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.WAITING);
		JsonPayload yes = new JsonPayload("\"yes\"");
		TaskMessageReceipt receipt = task.answer("go-on", yes);
		assertThat(receipt.delivery()).isEqualTo(MessageDelivery.DELIVERED);
		Call call = this.remote.await("t1", Operation.DELIVER);
		assertThat(call.message()).isNotNull().satisfies((message) -> {
			assertThat(message.questionKey()).isEqualTo("go-on");
			assertThat(message.parts()).containsExactly(TaskMessagePart.data(yes));
		});
		assertThat(call.task().state()).isEqualTo(BackgroundTaskState.WAITING);
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(call.reporter().answer("go-on"))
			.hasValueSatisfying((kept) -> assertThat(kept.value()).isEqualTo(yes));
		assertThat(messagesOf(task)).containsExactly(receipt.message());
		this.events.await(BackgroundTaskEvent.InputAnswered.class, "t1");
		assertThat(this.events.of("t1")).doesNotContain("MessageReceived");
	}

	@Test
	void declineIsDeliveredAsATextWithTheKeyOfItsQuestion() throws Exception {
		this.remote.on(Operation.START, (call) -> call.reporter().ask(InputRequest.of("go-on", "Go on?")));
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		TaskMessageReceipt receipt = task.decline("go-on", "too risky");
		assertThat(receipt.delivery()).isEqualTo(MessageDelivery.DELIVERED);
		Call call = this.remote.await("t1", Operation.DELIVER);
		assertThat(call.message()).isNotNull().satisfies((message) -> {
			assertThat(message.questionKey()).isEqualTo("go-on");
			assertThat(message.parts())
				.containsExactly(TaskMessagePart.text("The question 'go-on' was declined: too risky"));
		});
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(call.reporter().answer("go-on")).isEmpty();
	}

	@Test
	void executorMayAskAgainDuringDelivery() throws Exception {
		this.remote.on(Operation.START, (call) -> call.reporter().ask(InputRequest.of("one", "One?")));
		this.remote.on(Operation.DELIVER, (call) -> call.reporter().ask(InputRequest.of("two", "Two?")));
		BackgroundTaskHandle<@Nullable Object> task = started(TaskRequest.of(remote("t1").build()));
		task.answer("one", new JsonPayload("1"));
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.WAITING);
		assertThat(task.record().inputRequest()).isNotNull().extracting(InputRequest::key).isEqualTo("two");
	}

}
