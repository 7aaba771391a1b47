package io.github.taskhost.test.contract.durable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.WakePolicy;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tasks whose process was lost. */
abstract class RecoveryContract extends AbstractDurableContract {

	/** Differs from all other durations of the tests. */
	private static final Duration DELAY = Duration.ofSeconds(107);

	private BackgroundTaskRecord end(String id) throws InterruptedException {
		return this.host.await(id, PATIENCE);
	}

	@Test
	void submitAllFindsTheStoredHoldersOfItsKeys() throws Exception {
		this.body = (context) -> null;
		BackgroundTaskHandle<@Nullable Object> ended = submit(
				BackgroundTaskRegistration.ofKind("restarted").idempotencyKey("k1").build());
		ended.await(PATIENCE);
		loseAndStart();
		List<BackgroundTaskHandle<@Nullable Object>> tasks = this.host.session("s1")
			.submitAll(Stream.of("k0", "k1", "k1", "k0")
				.map((key) -> TaskRequest
					.of(BackgroundTaskRegistration.ofKind("restarted").idempotencyKey(key).build()))
				.toList());
		assertThat(tasks.get(1).uid()).isEqualTo(ended.uid());
		assertThat(tasks.get(2).uid()).isEqualTo(ended.uid());
		assertThat(tasks.get(3).uid()).isEqualTo(tasks.get(0).uid());
		assertThat(tasks.get(3).await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void tasksOfSubmitAllSurvive() throws Exception {
		this.host.session("s1")
			.submitAll(Stream.of("t1", "t2", "t3")
				.map((id) -> TaskRequest.of(BackgroundTaskRegistration.ofKind("restarted").id(id).build()))
				.toList());
		loseAndStart();
		this.release.countDown();
		for (String id : List.of("t1", "t2", "t3")) {
			assertThat(this.host.await(id, PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
	}

	@Test
	void storedTasksAndTasksInMemoryAreSubmittedApart() {
		List<TaskRequest> mixed = List.of(TaskRequest.of("restarted"), TaskRequest.of("unstored"));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.session("s1").submitAll(mixed))
			.withMessageContaining("separate calls");
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void recordSaysWhatALossMeans() {
		assertThat(submit("restarted", "t1").record().onNodeLoss()).isEqualTo(NodeLossPolicy.RESTART);
		assertThat(submit("failed", "t2").record().onNodeLoss()).isEqualTo(NodeLossPolicy.FAIL);
		assertThat(this.host.spawnManaged("s1", named("t3"), waiting()).record().onNodeLoss())
			.isEqualTo(NodeLossPolicy.LOCAL);
		assertThat(this.host.registerExternal("s1", named("t4"), null).onNodeLoss()).isEqualTo(NodeLossPolicy.LOCAL);
	}

	@Test
	void workThatStartsByNameRunsAgainUnderTheNextAttempt() throws Exception {
		BackgroundTaskRecord first = submit("restarted", "t1").record();
		awaitBegun("t1:1");
		loseAndStart();
		awaitBegun("t1:2");
		this.release.countDown();
		BackgroundTaskRecord end = end("t1");
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.uid()).isEqualTo(first.uid());
		assertThat(end.attempt()).isEqualTo(2);
		assertThat(end.earlierAttempts()).hasSize(1);
		assertThat(end.createdAt()).isEqualTo(first.createdAt());
	}

	@Test
	void nextAttemptFindsCheckpointAndSteps() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		BlockingQueue<String> found = new LinkedBlockingQueue<>();
		this.body = (context) -> {
			context.step("load", Greeting.class, () -> new Greeting("run " + runs.incrementAndGet()));
			context.step("nothing", runs::incrementAndGet);
			found.add(context.checkpoint(Greeting.class).map(Greeting::name).orElse("nothing"));
			context.checkpoint(new Greeting("attempt " + context.attempt()));
			begin(context.attempt());
			return context.step("load", Greeting.class, () -> new Greeting("again"));
		};
		submit("restarted", "t1");
		awaitBegun("t1:1");
		awaitBegun("saved 1");
		loseAndStart();
		awaitBegun("t1:2");
		this.release.countDown();
		assertThat(end("t1").result()).isNotNull()
			.extracting((result) -> result.value())
			.isEqualTo(new JsonPayload("{\"name\":\"run 1\"}"));
		assertThat(found).containsExactly("nothing", "attempt 1");
		assertThat(runs).hasValue(2);
	}

	private void begin(int attempt) throws InterruptedException {
		this.begun.add("saved " + attempt);
		this.release.await();
	}

	@Test
	void keptAnswersAnswerTheSameQuestion() throws Exception {
		this.body = (context) -> {
			JsonPayload answer = context.requestInput(InputRequest.of("go", "Go on?"), JsonPayload.class);
			begin(context.attempt());
			return (Object) new Greeting(answer.text().replace("\"", ""));
		};
		BackgroundTaskHandle<@Nullable Object> task = submit("restarted", "t1");
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		task.answer("go", new JsonPayload("7"));
		awaitBegun("t1:1");
		awaitBegun("saved 1");
		loseAndStart();
		awaitBegun("t1:2");
		awaitBegun("saved 2");
		assertThat(this.host.task("s1", "t1").record().questions()).isEqualTo(1);
		this.release.countDown();
		assertThat(end("t1").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void openQuestionIsOpenAndItsAnswerReachesTheBody() throws Exception {
		this.body = (context) -> {
			JsonPayload answer = context.requestInput(InputRequest.of("go", "Go on?"), JsonPayload.class);
			return (Object) new Greeting(answer.text());
		};
		submit("restarted", "t1");
		awaitBegun("t1:1");
		InputRequest asked = this.events.await(BackgroundTaskEvent.InputRequested.class, "t1").record().inputRequest();
		loseAndStart();
		awaitBegun("t1:2");
		BackgroundTaskHandle<@Nullable Object> task = this.host.task("s1", "t1");
		assertThat(task.record().inputRequest()).isEqualTo(asked);
		task.answer("go", new JsonPayload("7"));
		BackgroundTaskRecord end = end("t1");
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.questions()).isEqualTo(1);
		assertThat(this.host.task("s1", "t1").answers()).extracting(Answer::key).containsExactly("go");
	}

	@Test
	void answerThatArrivesBeforeTheBodyAsksAgainIsKept() throws Exception {
		this.body = (context) -> {
			if (context.attempt() == 2) {
				this.release.await();
			}
			JsonPayload answer = context.requestInput(InputRequest.of("go", "Go on?"), JsonPayload.class);
			return (Object) new Greeting(answer.text());
		};
		submit("restarted", "t1");
		awaitBegun("t1:1");
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		loseAndStart();
		awaitBegun("t1:2");
		this.host.task("s1", "t1").answer("go", new JsonPayload("7"));
		assertThat(this.host.getManaged("s1", "t1").orElseThrow().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.release.countDown();
		BackgroundTaskRecord end = end("t1");
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.questions()).isEqualTo(1);
	}

	@Test
	void openQuestionOfALostBodyIsReplacedByAnotherOne() throws Exception {
		this.body = (context) -> {
			String key = (context.attempt() == 1) ? "first" : "second";
			return context.requestInput(InputRequest.of(key, "Go on?"), JsonPayload.class);
		};
		submit("restarted", "t1");
		awaitBegun("t1:1");
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		loseAndStart();
		awaitBegun("t1:2");
		this.events.awaitCount(BackgroundTaskEvent.InputRequested.class, 2);
		this.host.task("s1", "t1").answer("second", 2, new JsonPayload("7"));
		assertThat(end("t1").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void messagesThatWereNotReceivedWait() throws Exception {
		this.body = (context) -> {
			if (context.attempt() == 1) {
				this.release.await();
			}
			Optional<TaskMessage> message = context.receive(PATIENCE);
			return (Object) new Greeting(((TaskMessagePart.Text) message.orElseThrow().parts().getFirst()).text());
		};
		BackgroundTaskHandle<@Nullable Object> task = submit("restarted", "t1");
		awaitBegun("t1:1");
		task.send(List.of(TaskMessagePart.text("hello")));
		loseAndStart();
		awaitBegun("t1:2");
		assertThat(end("t1").result()).isNotNull()
			.extracting((result) -> result.value())
			.isEqualTo(new JsonPayload("{\"name\":\"hello\"}"));
	}

	@Test
	void delayedTaskStartsWhenDue() throws Exception {
		submit(BackgroundTaskRegistration.ofKind("restarted").id("t1").startAfter(DELAY).build());
		submit(BackgroundTaskRegistration.ofKind("failed").id("t2").startAfter(DELAY.multipliedBy(2)).build());
		loseAndStart();
		this.timer.awaitScheduled(DELAY);
		assertThat(this.begun).isEmpty();
		this.timer.advance(DELAY);
		awaitBegun("t1:1");
		this.timer.advance(DELAY);
		awaitBegun("t2:1");
	}

	@Test
	void delayedBodyOfOneProcessEndsAsOrphaned() throws Exception {
		this.host.spawnManaged("s1", builder("t1").startAfter(DELAY).build(), waiting());
		loseAndStart();
		assertThat(end("t1").failure()).isNotNull()
			.extracting((failure) -> failure.kind())
			.isEqualTo(FailureKind.ORPHANED);
	}

	@Test
	void workOfOneProcessEndsAsOrphaned() throws Exception {
		this.host.spawnManaged("s1", named("t1"), waiting());
		this.host.registerExternal("s1", named("t2"), null);
		this.host.register("s1", named("t3"));
		submit("failed", "t4");
		awaitBegun("t4:1");
		loseAndStart();
		for (String id : List.of("t1", "t2", "t3", "t4")) {
			BackgroundTaskRecord end = end(id);
			assertThat(end.state()).as(id).isEqualTo(BackgroundTaskState.FAILED);
			assertThat(end.failure()).isNotNull()
				.extracting((failure) -> failure.kind())
				.isEqualTo(FailureKind.ORPHANED);
		}
		this.events.awaitCount(BackgroundTaskEvent.Failed.class, 4);
		assertThat(this.begun).isEmpty();
	}

	@Test
	void cancelledBodyThatWasLostHasEnded() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submit("restarted", "t1");
		awaitBegun("t1:1");
		task.cancel("not needed");
		loseAndStart();
		BackgroundTaskRecord end = end("t1");
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.cancelReason()).isEqualTo("not needed");
	}

	@Test
	void thirdLossInARowEndsTheTask() throws Exception {
		submit("restarted", "t1");
		awaitBegun("t1:1");
		loseAndStart();
		awaitBegun("t1:2");
		loseAndStart();
		awaitBegun("t1:3");
		loseAndStart();
		BackgroundTaskRecord end = end("t1");
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull()
			.extracting((failure) -> failure.message())
			.isEqualTo("3 processes in a row ended while they ran the task.");
	}

	@Test
	void endedTasksAreFoundListedAndMoved() throws Exception {
		this.body = (context) -> {
			context.output("out", "a line");
			return (Object) new Greeting("done");
		};
		BackgroundTaskRecord ended = submit("restarted", "t1").await(PATIENCE);
		loseAndStart();
		assertThat(this.host.get("t1")).contains(ended);
		assertThat(this.host.find(ended.uid())).contains(ended);
		assertThat(this.host.getManaged("s1", "t1")).contains(ended);
		assertThat(this.host.listManaged("s1")).containsExactly(ended);
		assertThat(this.host.list(BackgroundTaskFilter.all(), 10, null).records()).containsExactly(ended);
		assertThat(this.host.list(BackgroundTaskFilter.live(), 10, null).records()).isEmpty();
		assertThat(this.host.inspect(ended.uid())).isPresent();
		assertThat(this.host.transfer("t1", "s2").sessionId()).isEqualTo("s2");
		assertThat(this.host.listManaged("s1")).isEmpty();
		assertThat(this.host.getManaged("s2", "t1")).isPresent();
		loseAndStart();
		assertThat(this.host.getManaged("s2", "t1")).isPresent();
	}

	@Test
	void keyOfAnEndedTaskIsHeld() throws Exception {
		this.body = (context) -> null;
		BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("restarted")
			.id("t1")
			.idempotencyKey("k")
			.build();
		BackgroundTaskRecord first = submit(registration).await(PATIENCE);
		loseAndStart();
		assertThat(submit(registration).record()).isEqualTo(first);
	}

	@Test
	void wakesWaitInTheirSession() throws Exception {
		this.body = (context) -> null;
		submit(BackgroundTaskRegistration.ofKind("restarted").id("t1").wakePolicy(WakePolicy.ON_TERMINAL).build())
			.await(PATIENCE);
		loseAndStart();
		assertThat(this.host.drainWakes("s1").wakes()).extracting((wake) -> wake.taskId()).containsExactly("t1");
		assertThat(this.host.drainWakes("s1").wakes()).isEmpty();
	}

	@Test
	void familiesAreRecovered() throws Exception {
		BackgroundTaskRecord parent = submit("restarted", "p").record();
		awaitBegun("p:1");
		submit(BackgroundTaskRegistration.ofKind("restarted").id("c").parentTaskId("p").build());
		awaitBegun("c:1");
		loseAndStart();
		assertThat(List.of(this.begun.take(), this.begun.take())).containsExactlyInAnyOrder("p:2", "c:2");
		assertThat(this.host.getManaged("s1", "c").orElseThrow().parentUid()).isEqualTo(parent.uid());
		this.host.cancelManaged("s1", "p");
		assertThat(end("c").state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

}
