package io.github.taskhost.test.contract.question;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Messages to and from tasks. */
abstract class MessagesContract extends AbstractHostContract {

	private static final int RETAINED = 5;

	private static final int MAX_SIZE = 100;

	/** Differs from all other durations of the tests. */
	private static final Duration PATIENT = Duration.ofSeconds(113);

	@Override
	protected BackgroundTaskHostOptions options() {
		ReportOptions reports = ReportOptions.withDefaults();
		return super.options()
			.withReports(new ReportOptions(reports.outputLines(), reports.outputSize(), RETAINED, MAX_SIZE,
					reports.artifacts(), reports.answers(), reports.questions(), reports.totalSize()))
			.withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1)));
	}

	private TaskReporter external(String id) {
		this.host.registerExternal("s1", named(id), null);
		return this.host.reporter("s1", id);
	}

	private static List<String> texts(BackgroundTaskHandle<?> task) {
		return task.messages(null, 100).messages().stream().map(TaskMessage::text).toList();
	}

	/** A body that receives the given number of messages and returns their texts. */
	private BackgroundTaskHandle<String> receiving(int count) {
		return this.host.spawnManaged("s1", named("t1"), (context) -> {
			List<String> received = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				received.add(context.receive(PATIENT).map(TaskMessage::text).orElse("nothing"));
			}
			return String.join(",", received);
		});
	}

	@Test
	void bodyReceivesMessages() throws Exception {
		BackgroundTaskHandle<String> task = receiving(2);
		TaskMessageReceipt receipt = task.send("one");
		assertThat(receipt.delivery()).isEqualTo(MessageDelivery.QUEUED);
		assertThat(receipt.message().id()).startsWith("tmsg_");
		task.send("two");
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("one,two");
		assertThat(task.messages(null, 10).messages()).extracting(TaskMessage::delivery)
			.containsExactly(MessageDelivery.DELIVERED, MessageDelivery.DELIVERED);
	}

	@Test
	void messageBeforeTheBodyStartsIsReceived() throws Exception {
		BackgroundTaskRegistration.Builder single = BackgroundTaskRegistration.ofKind("single");
		BackgroundTaskHandle<@Nullable Void> first = this.host.spawnManaged("s1", single.id("t1").build(), waiting());
		BackgroundTaskHandle<String> second = this.host.spawnManaged("s1", single.id("t2").build(),
				(context) -> context.receive(PATIENT).orElseThrow().text());
		assertThat(second.send("early").delivery()).isEqualTo(MessageDelivery.QUEUED);
		this.release.countDown();
		first.await(PATIENCE);
		second.await(PATIENCE);
		assertThat(second.result()).isEqualTo("early");
	}

	@Test
	void receiveTimesOut() throws Exception {
		BackgroundTaskHandle<String> task = receiving(1);
		this.timer.awaitScheduled(PATIENT);
		this.timer.advance(PATIENT);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("nothing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void receiveWithZeroTimeoutDoesNotWait(Duration timeout) throws Exception {
		CountDownLatch looked = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			String first = context.receive(timeout).map(TaskMessage::text).orElse("nothing");
			looked.countDown();
			this.release.await();
			return first + "," + context.receive(timeout).map(TaskMessage::text).orElse("nothing");
		});
		await(looked);
		task.send("one");
		this.release.countDown();
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("nothing,one");
	}

	@Test
	void cancelWakesAReceivingBody() throws Exception {
		BackgroundTaskHandle<String> task = receiving(1);
		this.timer.awaitScheduled(PATIENT);
		task.cancel(null);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.timer.isScheduled(PATIENT)).isFalse();
	}

	@Test
	void bothDirectionsShareOneSequenceWithTheirEvents() throws Exception {
		CountDownLatch posted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			context.post("ready");
			posted.countDown();
			context.receive(PATIENT);
			context.post("thanks");
			return null;
		});
		await(posted);
		task.send("here");
		task.await(PATIENCE);
		List<TaskMessage> messages = task.messages(null, 10).messages();
		assertThat(messages).extracting(TaskMessage::text).containsExactly("ready", "here", "thanks");
		assertThat(messages).extracting(TaskMessage::direction)
			.containsExactly(MessageDirection.OUTBOUND, MessageDirection.INBOUND, MessageDirection.OUTBOUND);
		assertThat(messages).extracting(TaskMessage::id).isSorted().doesNotHaveDuplicates();
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "MessageSent", "MessageReceived", "MessageSent",
				"Completed");
		assertThat(this.events.await(BackgroundTaskEvent.MessageReceived.class, "t1").message().id())
			.isEqualTo(messages.get(1).id());
	}

	@Test
	void messagesChangeNoState() {
		TaskReporter work = external("t1");
		work.post("hello");
		assertThat(work.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void messagePartsAreTextAndData() throws Exception {
		TaskReporter work = external("t1");
		work.post(List.of(TaskMessagePart.text("look:"), TaskMessagePart.data(new JsonPayload("[1,2]"))));
		assertThat(this.host.task("s1", "t1").messages(null, 10).messages()).singleElement()
			.extracting(TaskMessage::parts)
			.isEqualTo(List.of(TaskMessagePart.text("look:"), TaskMessagePart.data(new JsonPayload("[1,2]"))));
	}

	@Test
	void pagesContinueAfterTheLastMessage() {
		TaskReporter work = external("t1");
		for (int i = 1; i <= 5; i++) {
			work.post("m" + i);
		}
		BackgroundTaskHandle<?> task = this.host.task("s1", "t1");
		TaskMessagePage first = task.messages(null, 2);
		assertThat(first.messages()).extracting(TaskMessage::text).containsExactly("m1", "m2");
		TaskMessagePage second = task.messages(first.next(), 2);
		assertThat(second.messages()).extracting(TaskMessage::text).containsExactly("m3", "m4");
		TaskMessagePage third = task.messages(second.next(), 2);
		assertThat(third.messages()).extracting(TaskMessage::text).containsExactly("m5");
		assertThat(third.next()).isNull();
		assertThat(third.incomplete()).isFalse();
		assertThat(task.messages(third.messages().get(0).id(), 2).messages()).isEmpty();
	}

	@Test
	void oldestMessagesAreDroppedAboveTheLimitAndThePageReportsIt() {
		TaskReporter work = external("t1");
		for (int i = 1; i <= RETAINED + 2; i++) {
			work.post("m" + i);
		}
		TaskMessagePage page = this.host.task("s1", "t1").messages(null, 10);
		assertThat(page.messages()).extracting(TaskMessage::text).containsExactly("m3", "m4", "m5", "m6", "m7");
		assertThat(page.incomplete()).isTrue();
	}

	@Test
	void undeliveredMessagesAreKeptAndFurtherOnesAreRejected() throws Exception {
		CountDownLatch sent = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			sent.await();
			context.post("from the work");
			List<String> received = new ArrayList<>();
			for (int i = 0; i < RETAINED; i++) {
				received.add(context.receive(PATIENT).orElseThrow().text());
			}
			return String.join(",", received);
		});
		for (int i = 1; i <= RETAINED; i++) {
			task.send("m" + i);
		}
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> task.send("one too many"))
			.withMessageContaining("messages.retained")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.MESSAGES));
		sent.countDown();
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("m1,m2,m3,m4,m5");
	}

	@Test
	void messageSizeIsLimited() {
		TaskReporter work = external("t1");
		BackgroundTaskHandle<?> task = this.host.task("s1", "t1");
		String large = "x".repeat(MAX_SIZE / 2 + 1);
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> task.send(large))
			.withMessageContaining("messages.max-size");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> work.post(large));
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> task.send(List.of()))
			.withMessageContaining("part");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> work.post(List.of()));
		List<TaskMessagePart> many = Collections.nCopies(101, TaskMessagePart.text(""));
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> task.send(many))
			.withMessageContaining("100");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> work.post(Arrays.asList(TaskMessagePart.text("one"), null)))
			.withMessageContaining("null");
		assertThat(texts(task)).isEmpty();
		assertThat(this.events.of("t1")).containsExactly("Registered");
		work.post("x".repeat(MAX_SIZE / 2));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 1001 })
	void invalidLimitIsRejected(int limit) {
		external("t1");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.task("s1", "t1").messages(null, limit))
			.withMessageContaining(String.valueOf(limit));
	}

	@Test
	void invalidMessageIdIsRejected() {
		external("t1");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.task("s1", "t1").messages("42", 10))
			.withMessageContaining("tmsg_");
	}

	@Test
	void endedTaskKeepsItsMessagesAndAcceptsNoMore() throws Exception {
		BackgroundTaskHandle<String> task = receiving(1);
		task.send("one");
		task.await(PATIENCE);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.send("two"));
		assertThat(texts(task)).containsExactly("one");
	}

	@Test
	void unreceivedMessageIsNotDeliveredAfterTheEnd() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), waiting());
		task.send("never mind");
		this.release.countDown();
		task.await(PATIENCE);
		assertThat(task.messages(null, 10).messages()).singleElement()
			.extracting(TaskMessage::delivery)
			.isEqualTo(MessageDelivery.NOT_DELIVERED);
	}

	@Test
	void messagesAreTransferredWithTheirTask() throws Exception {
		BackgroundTaskHandle<String> task = receiving(1);
		this.timer.awaitScheduled(PATIENT);
		this.host.transferManaged("s1", "s2", List.of("t1"));
		this.host.task("s2", "t1").send("moved");
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("moved");
		assertThat(texts(this.host.task("s2", "t1"))).containsExactly("moved");
	}

}
