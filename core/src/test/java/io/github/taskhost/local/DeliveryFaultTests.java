package io.github.taskhost.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CancelOptions.OwnerRetry;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Deliveries and calls of owners at unlucky moments. */
class DeliveryFaultTests extends LocalHostTest {

	private static final Duration CONTROL = Duration.ofSeconds(17);

	private static final Duration FIRST = Duration.ofSeconds(3);

	private static final InputRequest QUESTION = InputRequest.of("go-on", "Go on?");

	private static final JsonPayload YES = new JsonPayload("true");

	private final RecordingExecutor remote = RecordingExecutor.of("remote");

	private final TableWithPoints table = new TableWithPoints();

	/** Thrown once by the timer, when the timeout of a call is set. */
	private final AtomicReference<@Nullable Error> fault = new AtomicReference<>();

	/**
	 * Whether the clock is set back by an hour once, when the timeout of a call is set.
	 */

	@BeforeEach
	void startHost() {
		CancelOptions cancel = options().cancel();
		ReportOptions reports = ReportOptions.withDefaults();
		start((builder) -> builder.table(this.table)
			.timer(new FaultyTimer())
			.addExecutor(this.remote)
			.options(options().withControl(new ControlOptions(CONTROL, 0, Duration.ofMinutes(1)))
				.withCancel(new CancelOptions(cancel.gracePeriod(), cancel.abandonAfter(), cancel.escalate(),
						cancel.cascade(), new OwnerRetry(FIRST, Duration.ofSeconds(10))))
				.withReports(new ReportOptions(reports.outputLines(), reports.outputSize(), 2, reports.messageSize(),
						reports.artifacts(), reports.answers(), reports.questions(), reports.totalSize()))));
	}

	private static BackgroundTaskRegistration.Builder task() {
		return BackgroundTaskRegistration.ofKind("remote").id("t1");
	}

	private BackgroundTaskHandle<@Nullable Object> submit(BackgroundTaskRegistration.Builder registration) {
		return session().submit(TaskRequest.of(registration.build()));
	}

	private BackgroundTaskHandle<@Nullable Object> asking() throws InterruptedException {
		this.remote.on(Operation.START, (call) -> call.reporter().ask(QUESTION));
		BackgroundTaskHandle<@Nullable Object> task = submit(task());
		this.remote.await("t1", Operation.START).awaitOver();
		return task;
	}

	@Test
	void answerToAQuestionThatWasWithdrawnAtThisMomentIsRefused() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = asking();
		AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();
		this.table.after(
				(change) -> change instanceof TableChange.Replace<?> replace
						&& replace.next().state() == BackgroundTaskState.RUNNING,
				() -> refusal.set(catchThrowable(() -> task.answer("go-on", YES))));
		this.remote.await("t1", Operation.START).reporter().live(BackgroundTaskState.RUNNING);
		assertThat(refusal.get()).isInstanceOf(TaskStateException.class);
		assertThat(this.remote.calls("t1", Operation.DELIVER)).isEmpty();
		assertThat(task.messages(null, 10).messages()).isEmpty();
	}

	@Test
	void replyIsDeliveredAlthoughTheLargestNumberOfMessagesWaits() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			call.reporter().ask(QUESTION);
			this.release.await();
		});
		BackgroundTaskHandle<@Nullable Object> task = submit(task());
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		task.send("one");
		task.send("two");
		assertThat(task.answer("go-on", YES).delivery()).isEqualTo(MessageDelivery.QUEUED);
		this.release.countDown();
		this.remote.await("t1", Operation.DELIVER, 3).awaitOver();
		assertThat(task.answers()).hasSize(1);
	}

	@Test
	void messageWaitsForTheStartAlsoWhenTheClockIsSetBack() throws Exception {
		Duration delay = Duration.ofHours(1);
		BackgroundTaskHandle<@Nullable Object> task = submit(task().startAfter(delay));
		assertThat(task.send("early").delivery()).isEqualTo(MessageDelivery.QUEUED);
		this.clock.advance(Duration.ofHours(-2));
		assertThat(task.send("still early").delivery()).isEqualTo(MessageDelivery.QUEUED);
		assertThat(this.remote.operations()).isEmpty();
		this.timer.advance(delay);
		this.remote.await("t1", Operation.DELIVER, 2).awaitOver();
		assertThat(this.remote.operations()).containsExactly(Operation.START, Operation.DELIVER, Operation.DELIVER);
		assertThat(task.messages(null, 10).messages()).extracting(TaskMessage::delivery)
			.containsOnly(MessageDelivery.DELIVERED);
	}

	@Test
	void callOfAnExecutorThatCouldNotBeginIsRepeated() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submit(task());
		this.remote.await("t1", Operation.START).awaitOver();
		this.fault.set(new InternalError("no thread is left"));
		catchThrowable(() -> task.cancel("enough"));
		assertThat(this.fault.get()).isNull();
		assertThat(host().statistics().unstopped()).isEqualTo(1);
		this.timer.advance(FIRST);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(host().statistics().unstopped()).isZero();
	}

	@Test
	void callOfACallbackThatCouldNotBeginIsRepeated() throws Exception {
		CountDownLatch told = new CountDownLatch(1);
		ExternalTaskCancellation callback = (record) -> told.countDown();
		host().registerExternal("s1", named("t1"), callback);
		this.fault.set(new InternalError("no thread is left"));
		catchThrowable(() -> session().task("t1").cancel("enough"));
		assertThat(this.fault.get()).isNull();
		assertThat(host().statistics().unstopped()).isEqualTo(1);
		this.timer.advance(FIRST);
		await(told);
	}

	@Test
	void messageWhoseCallCouldNotBeginIsNotDeliveredAndTheNextOneIs() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = submit(task());
		this.remote.await("t1", Operation.START).awaitOver();
		this.fault.set(new InternalError("no thread is left"));
		assertThat(task.send("one").reason()).isEqualTo("no thread is left");
		assertThat(task.send("two").delivery()).isEqualTo(MessageDelivery.DELIVERED);
	}

	/** The timer of the test, which fails once on request. */
	private final class FaultyTimer extends ForwardingTimer {

		FaultyTimer() {
			super(DeliveryFaultTests.this.timer);
		}

		@Override
		public Scheduled schedule(Runnable action, Duration delay) {
			Error error = delay.equals(CONTROL) ? DeliveryFaultTests.this.fault.getAndSet(null) : null;
			if (error != null) {
				throw error;
			}
			return super.schedule(action, delay);
		}

	}

}
