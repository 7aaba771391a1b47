package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Re-attachment of work as the next attempt. */
abstract class ReattachContract extends AbstractKindContract {

	private static final InputRequest QUESTION = InputRequest.of("go-on", "Go on?");

	private static final JsonPayload YES = new JsonPayload("true");

	ReattachContract() {
		super(RecordingExecutor.of("remote").reattachable());
	}

	@Override
	protected HostParts parts() {
		return super.parts().withHandlers(new Waiter());
	}

	private Call reattached(String id) throws InterruptedException {
		int starts = this.remote.calls(id, Operation.START).size();
		this.host.reattach(id);
		Call start = this.remote.await(id, Operation.START, starts + 1);
		start.awaitOver();
		return start;
	}

	@Test
	void reattachStartsTheWorkAsTheNextAttempt() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		BackgroundTaskRecord again = this.host.reattach("t1");
		assertThat(again.attempt()).isEqualTo(2);
		assertThat(again.uid()).isEqualTo(task.uid());
		Call start = this.remote.await("t1", Operation.START, 2);
		start.awaitOver();
		assertThat(start.task().attempt()).isEqualTo(2);
		assertThat(start.task().state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(start.reporter().attempt()).isEqualTo(2);
		start.reporter().complete("at last");
		assertThat(task.await(PATIENCE).summary()).isEqualTo("at last");
		assertThat(controlCalls()).isEqualTo(2);
	}

	@Test
	void handleReattachesItsIncarnationAndTheUidReports() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		assertThat(this.host.task(task.uid()).reattach().attempt()).isEqualTo(2);
		this.remote.await("t1", Operation.START, 2).awaitOver();
		this.host.reporter(task.uid()).complete("by uid");
		assertThat(task.await(PATIENCE).summary()).isEqualTo("by uid");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(task::reattach);
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.host.reporter(UUID.randomUUID()))
			.withMessageContaining("Check the uid");
	}

	@Test
	void eventsOfAReattachment() throws Exception {
		started("t1");
		reattached("t1");
		List<BackgroundTaskEvent.StateChanged> changes = this.events.awaitCount(BackgroundTaskEvent.StateChanged.class,
				3);
		assertThat(changes).extracting(BackgroundTaskEvent.StateChanged::from)
			.containsExactly(BackgroundTaskState.PENDING, BackgroundTaskState.RUNNING, BackgroundTaskState.PENDING);
		assertThat(changes).extracting((change) -> change.record().attempt()).containsExactly(1, 2, 2);
		assertThat(this.events.of("t1")).containsExactly("Registered", "StateChanged", "StateChanged", "StateChanged");
	}

	@Test
	void reportsOfAnEarlierAttemptAreRejected() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		TaskReporter old = this.remote.await("t1", Operation.START).reporter();
		reattached("t1");
		BackgroundTaskRecord before = task.record();
		for (Consumer<TaskReporter> report : reports()) {
			assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> report.accept(old))
				.withMessageContaining("t1");
		}
		assertThat(task.record()).isEqualTo(before);
		assertThat(task.output(0, 10).lines()).isEmpty();
		assertThat(task.messages(null, 10).messages()).isEmpty();
	}

	private static List<Consumer<TaskReporter>> reports() {
		return List.of((old) -> old.status("old"), (old) -> old.progress(Progress.of(1, 2, "steps")),
				(old) -> old.summary("old"), (old) -> old.output("stdout", "old"), (old) -> old.post("old"),
				(old) -> old.ask(QUESTION), (old) -> old.result("old"), TaskReporter::heartbeat,
				(old) -> old.live(BackgroundTaskState.WAITING), (old) -> old.link(TaskLinks.ofChildSession("s9")),
				(old) -> old.complete("old"), (old) -> old.fail(new TaskFailure(FailureKind.REPORTED, null, "old")));
	}

	@Test
	void reportsOfAnEarlierAttemptAreRejectedAfterTheEnd() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		TaskReporter old = this.remote.await("t1", Operation.START).reporter();
		reattached("t1").reporter().complete("new");
		assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> old.complete("old"));
		assertThat(task.record().summary()).isEqualTo("new");
	}

	@Test
	void answersAreKeptForTheNextAttempt() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		TaskReporter old = this.remote.await("t1", Operation.START).reporter();
		old.ask(QUESTION);
		task.answer("go-on", YES);
		TaskReporter reporter = reattached("t1").reporter();
		assertThat(reporter.answer("go-on")).hasValueSatisfying((kept) -> assertThat(kept.value()).isEqualTo(YES));
		assertThat(reporter.ask(QUESTION)).hasValueSatisfying((kept) -> assertThat(kept.value()).isEqualTo(YES));
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> old.ask(QUESTION));
		assertThat(this.events.of("t1")).containsOnlyOnce("InputRequested");
	}

	@Test
	void questionOfTheEarlierAttemptIsWithdrawn() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.remote.await("t1", Operation.START).reporter().ask(QUESTION);
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.WAITING);
		TaskReporter reporter = reattached("t1").reporter();
		assertThat(task.record().inputRequest()).isNull();
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-on", YES));
		assertThat(this.events.await(BackgroundTaskEvent.InputWithdrawn.class, "t1").question())
			.isEqualTo(QUESTION.withNumber(1));
		assertThat(reporter.ask(QUESTION)).isEmpty();
		assertThat(task.answer("go-on", 2, YES).delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	private void unsupported(String kind, String taskId) {
		BackgroundTaskRecord before = this.host.get(taskId).orElseThrow();
		assertThatExceptionOfType(UnsupportedTaskOperationException.class).isThrownBy(() -> this.host.reattach(taskId))
			.withMessageContainingAll("'" + kind + "'", "'reattach'")
			.satisfies((ex) -> {
				assertThat(ex.kind()).isEqualTo(kind);
				assertThat(ex.operation()).isEqualTo("reattach");
			});
		assertThat(this.host.get(taskId)).contains(before);
	}

	@Test
	void kindWithoutReattachmentIsRejected() {
		this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("plain").id("t1").build(), null);
		this.host.registerExternal("s1", named("t2"), null);
		unsupported("plain", "t1");
		unsupported("other", "t2");
	}

	@Test
	void bodiesCannotBeReattached() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1",
				TaskRequest.of(BackgroundTaskRegistration.ofKind("wait").id("t1").build()));
		this.events.await(BackgroundTaskEvent.Registered.class, "t1");
		unsupported("wait", "t1");
		this.host.spawnManaged("s1", remote("t2").build(), waiting());
		unsupported("remote", "t2");
		task.cancel(null);
	}

	private void refused(String taskId) {
		BackgroundTaskRecord before = this.host.get(taskId).orElseThrow();
		int calls = controlCalls();
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> this.host.reattach(taskId))
			.withMessageContaining(taskId);
		assertThat(this.host.get(taskId)).contains(before);
		assertThat(controlCalls()).isEqualTo(calls);
	}

	@Test
	void endedTaskCannotBeReattached() throws Exception {
		started("t1");
		this.remote.await("t1", Operation.START).reporter().complete(null);
		refused("t1");
	}

	@Test
	void taskWithACancelRequestCannotBeReattached() throws Exception {
		started("t1").cancel(null);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		refused("t1");
	}

	@Test
	void pendingTaskCannotBeReattached() {
		this.host.register("s1", remote("t1").build());
		refused("t1");
	}

	@Test
	void unknownTaskIsRejected() {
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.host.reattach("t1"));
	}

	@Test
	void workThatWasStartedElsewhereIsReattachedByTheExecutor() throws Exception {
		this.host.registerExternal("s1", remote("t1").build(), null);
		TaskReporter old = this.host.reporter("s1", "t1");
		assertThat(reattached("t1").task().attempt()).isEqualTo(2);
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> old.status("old"));
	}

	@Test
	void failingStartEndsTheTaskAtThatAttempt() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.remote.on(Operation.START, (call) -> {
			throw new IOException("gone");
		});
		this.host.reattach("t1");
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.attempt()).isEqualTo(2);
		assertThat(end.failure()).isNotNull().extracting(TaskFailure::message).isEqualTo("gone");
		assertThat(this.remote.await("t1", Operation.CANCEL).task()).as("the earlier work may run on").isEqualTo(end);
	}

	@Test
	void callsOfTheEarlierAttemptEnd() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch sent = new CountDownLatch(1);
		this.remote.on(Operation.START, (call) -> {
			if (call.task().attempt() == 1) {
				this.host.task("s1", "t1").send("before the start");
				sent.countDown();
				waiting(interrupted).run(call);
			}
		});
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		await(sent);
		reattached("t1");
		await(interrupted);
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(task.send("for the second").delivery()).isEqualTo(MessageDelivery.DELIVERED);
		assertThat(task.messages(null, 10).messages()).extracting(TaskMessage::delivery)
			.containsExactly(MessageDelivery.DELIVERED, MessageDelivery.DELIVERED);
		assertThat(this.remote.operations()).containsExactly(Operation.START, Operation.START, Operation.DELIVER,
				Operation.DELIVER);
		assertThat(this.remote.calls("t1", Operation.DELIVER)).allSatisfy((call) -> {
			assertThat(call.task().attempt()).isEqualTo(2);
			assertThat(call.reporter().attempt()).isEqualTo(2);
		}).extracting(Call::text).containsExactly("before the start", "for the second");
	}

	@Test
	void senderWhoseMessageMissedTheAttemptDoesNotWaitForTheNext() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.remote.on(Operation.DELIVER, (call) -> {
			if (call.task().attempt() == 1) {
				ignoringInterrupts(interrupted).run(call);
			}
		});
		Thread.ofVirtual().start(() -> task.send("hold the line"));
		this.remote.await("t1", Operation.DELIVER);
		FutureTask<TaskMessageReceipt> receipt = elsewhere(() -> task.send("behind it"));
		this.events.awaitCount(BackgroundTaskEvent.MessageReceived.class, 2);
		this.host.reattach("t1");
		assertThat(outcomeOf(receipt).delivery()).isEqualTo(MessageDelivery.QUEUED);
		this.release.countDown();
		assertThat(this.remote.await("t1", Operation.DELIVER, 2).text()).isEqualTo("behind it");
		assertThat(this.remote.operations()).containsExactly(Operation.START, Operation.DELIVER, Operation.START,
				Operation.DELIVER);
	}

	@Test
	void cancelBeforeTheNextAttemptReachesTheEarlierWork() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		this.remote.on(Operation.DELIVER, ignoringInterrupts(interrupted));
		Thread.ofVirtual().start(() -> task.send("hold the line"));
		this.remote.await("t1", Operation.DELIVER);
		this.host.reattach("t1");
		await(interrupted);
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.PENDING);
		task.cancel("enough");
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.CANCELLED);
		this.release.countDown();
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(this.remote.calls("t1", Operation.START)).hasSize(1);
	}

	@Test
	void callersCannotMarkTheNextAttemptAsRunning() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.host.registerExternal("s1", remote("t1").build(), null);
		this.remote.on(Operation.DELIVER, ignoringInterrupts(interrupted));
		Thread.ofVirtual().start(() -> this.host.task("s1", "t1").send("hold the line"));
		this.remote.await("t1", Operation.DELIVER);
		this.host.reattach("t1");
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.PENDING);
		this.release.countDown();
		assertThat(this.remote.await("t1", Operation.START).task().attempt()).isEqualTo(2);
	}

	@Test
	void timeoutRestartsWithTheAttempt() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started(
				TaskRequest.of(remote("t1").timeout(Duration.ofSeconds(10)).build()));
		this.timer.advance(Duration.ofSeconds(9));
		reattached("t1");
		this.timer.advance(Duration.ofSeconds(9));
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(this.timer.isScheduled(Duration.ofSeconds(1))).isTrue();
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(task.await(PATIENCE).failure()).isNotNull()
			.extracting(TaskFailure::kind)
			.isEqualTo(FailureKind.TIMEOUT);
	}

	/** A body that waits for its cancellation. */
	private static final class Waiter implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "wait";
		}

		@Override
		public Class<JsonPayload> inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			return cooperative().run(context);
		}

	}

}
