package io.github.taskhost.test.contract.kind;

import java.lang.reflect.Type;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.DuplicateTaskKindException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Rejected submissions, which change nothing. */
abstract class SubmissionRefusalsContract extends AbstractKindContract {

	SubmissionRefusalsContract() {
		super(RecordingExecutor.of("remote").reading(Greeting.class));
	}

	@Override
	protected HostParts parts() {
		return super.parts().withHandlers(new Echo("echo"));
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		ReportOptions one = new ReportOptions(1, 1024, 1, 1024, 1, 1, 1, 1024 * 1024);
		return super.options().withLimits((limits) -> limits.withLiveTasks(3, 2)).withReports(one);
	}

	private static TaskRequest greeting(String id) {
		return request(id).input(new Greeting("ada"));
	}

	private static TaskRequest keyed(String id, String name) {
		return TaskRequest.of(remote(id).idempotencyKey("once").build()).input(new Greeting(name));
	}

	private void nothingHappened() {
		assertThat(this.host.listManaged("s1")).isEmpty();
		assertThat(this.host.statistics().live()).isZero();
		assertThat(this.host.statistics().retained()).isZero();
		assertThat(this.host.statistics().sessions()).isZero();
		for (String kind : new String[] { "remote", "echo", "unknown" }) {
			assertThat(this.host.statistics().live(kind, BackgroundTaskState.PENDING)).isZero();
			assertThat(this.host.statistics().live(kind, BackgroundTaskState.RUNNING)).isZero();
		}
		assertThat(this.events.all()).isEmpty();
		assertThat(controlCalls()).isZero();
	}

	@Test
	void unknownKindIsRejectedWithTheKnownKinds() {
		assertThatExceptionOfType(UnknownTaskKindException.class)
			.isThrownBy(() -> this.host.submit("s1", TaskRequest.of("unknown")))
			.withMessageContainingAll("'unknown'", "echo", "plain", "remote");
		assertThat(this.host.statistics().kinds()).doesNotContain("unknown");
		nothingHappened();
	}

	@Test
	void undefinedKindOfARegistrationIsUnknown() {
		this.host.registerExternal("s2", named("t1"), null);
		assertThatExceptionOfType(UnknownTaskKindException.class)
			.isThrownBy(() -> this.host.submit("s1", TaskRequest.of("other")))
			.withMessageContaining("'other'");
	}

	@Test
	void invalidInputIsRejectedWithTheReasonOfTheCodec() {
		for (String kind : new String[] { "remote", "echo" }) {
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> this.host.submit("s1", TaskRequest.of(kind).input(new JsonPayload("{\"name\":1}"))))
				.withMessageContainingAll("'" + kind + "'", "name: must be a text");
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> this.host.submit("s1", TaskRequest.of(kind)))
				.withMessageContaining("name: must be a text");
		}
		nothingHappened();
	}

	@Test
	void oversizedInputIsRejected() {
		Greeting large = new Greeting("a".repeat(GreetingCodec.MAX_SIZE));
		for (String kind : new String[] { "remote", "echo" }) {
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> this.host.submit("s1", TaskRequest.of(kind).input(large)))
				.withMessageContaining("more than " + GreetingCodec.MAX_SIZE + " characters");
		}
		nothingHappened();
	}

	@Test
	void invalidSessionAndUnknownParentAreRejected() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.submit("no such id", greeting("t1")));
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.host.submit("s1",
				TaskRequest.of(remote("t1").parentTaskId("nobody").build()).input(new Greeting("ada"))));
		nothingHappened();
	}

	@Test
	void idempotencyKeyReturnsItsTaskAndStartsNothing() throws Exception {
		BackgroundTaskHandle<@Nullable Object> first = started(keyed("t1", "ada"));
		BackgroundTaskHandle<@Nullable Object> second = this.host.submit("s1", keyed("t2", "ada"));
		assertThat(second.uid()).isEqualTo(first.uid());
		assertThat(this.host.listManaged("s1")).hasSize(1);
		first.cancel(null);
		this.remote.await("t1", Operation.START).reporter().complete("done");
		assertThat(this.host.submit("s1", keyed("t3", "ada")).record()).isEqualTo(first.record());
		assertThat(this.remote.calls("t1", Operation.START)).hasSize(1);
		assertThat(controlCalls()).as("the start and the cancel").isEqualTo(2);
	}

	@Test
	void idempotencyKeyOfDifferentInputIsRejected() throws Exception {
		started(keyed("t1", "ada"));
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> this.host.submit("s1", keyed("t2", "grace")))
			.withMessageContainingAll("once", "t1");
		assertThat(controlCalls()).isEqualTo(1);
	}

	@Test
	void idOfALiveTaskIsRejectedAndThatOfAnEndedTaskIsFree() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started(greeting("t1"));
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> this.host.submit("s1", greeting("t1")))
			.withMessageContaining("t1");
		assertThat(controlCalls()).isEqualTo(1);
		assertThat(this.host.statistics().live()).isEqualTo(1);
		this.remote.await("t1", Operation.START).reporter().complete(null);
		assertThat(this.host.submit("s1", greeting("t1")).uid()).isNotEqualTo(task.uid());
		this.remote.await("t1", Operation.START, 2);
	}

	private static void refused(RejectionReason reason, ThrowingCallable call) {
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason));
	}

	@Test
	void liveTasksAreLimitedPerSessionAndInTotal() throws Exception {
		started(greeting("t1"));
		started(greeting("t2"));
		refused(RejectionReason.SESSION_LIVE_TASKS, () -> this.host.submit("s1", greeting("t3")));
		this.host.submit("s2", greeting("t3"));
		refused(RejectionReason.LIVE_TASKS, () -> this.host.submit("s3", greeting("t4")));
		assertThat(this.host.statistics().live()).isEqualTo(3);
		assertThat(controlCalls()).isEqualTo(3);
		this.remote.await("t1", Operation.START).reporter().complete(null);
		started(greeting("t5"));
	}

	@Test
	void excessMessagesAreRejectedAndDoNotDelayACancel() throws Exception {
		CountDownLatch refused = new CountDownLatch(1);
		this.remote.on(Operation.START, (call) -> {
			BackgroundTaskHandle<@Nullable Object> self = this.host.task("s1", "t1");
			self.send("one");
			refused(RejectionReason.MESSAGES, () -> self.send("two"));
			refused.countDown();
			self.cancel(null);
		});
		this.host.submit("s1", greeting("t1"));
		await(refused);
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		this.remote.await("t1", Operation.DELIVER).awaitOver();
		assertThat(this.remote.operations()).containsExactly(Operation.START, Operation.CANCEL, Operation.DELIVER);
	}

	@Test
	void closingSessionAcceptsNoSubmission() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started(
				TaskRequest.of(remote("t1").closePolicy(ClosePolicy.CANCEL).build()).input(new Greeting("ada")));
		FutureTask<SessionCloseReport> close = elsewhere(() -> this.host.closeSession("s1", null));
		this.remote.await("t1", Operation.CANCEL);
		this.timer.awaitScheduled(options().cancel().gracePeriod());
		refused(RejectionReason.SESSION_CLOSING, () -> this.host.submit("s1", greeting("t2")));
		this.remote.await("t1", Operation.CANCEL).reporter().complete(null);
		assertThat(outcomeOf(close).cancelled()).containsExactly("t1");
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.COMPLETED);
		started(greeting("t2"));
	}

	@Test
	void stoppedHostAcceptsNoSubmission() {
		factory().stop(this.host);
		refused(RejectionReason.SHUTDOWN, () -> this.host.submit("s1", greeting("t1")));
		refused(RejectionReason.SHUTDOWN,
				() -> this.host.submit("s1", TaskRequest.of("echo").input(new Greeting("ada"))));
		nothingHappened();
	}

	@Test
	void secondDefinitionOfAKindIsRejected() {
		RecordingExecutor executor = RecordingExecutor.of("twice");
		CancelOnly another = new CancelOnly("twice", KindOptions.NONE);
		Echo handler = new Echo("twice");
		Echo other = new Echo("twice");
		duplicate(HostParts.NONE.withExecutors(executor, another), executor, another);
		duplicate(HostParts.NONE.withHandlers(handler, other), handler, other);
		duplicate(HostParts.NONE.withExecutors(executor).withHandlers(handler), executor, handler);
	}

	private void duplicate(HostParts parts, Object... both) {
		assertThatExceptionOfType(DuplicateTaskKindException.class)
			.isThrownBy(() -> factory().start(options(), this.clock, this.timer, this.events, parts))
			.withMessageContainingAll("'twice'", both[0].toString(), both[1].toString())
			.satisfies((ex) -> {
				assertThat(ex.kind()).isEqualTo("twice");
				assertThat(ex.definitions()).containsExactlyInAnyOrder(both);
			});
	}

	/** A handler that returns its input. */
	private static final class Echo implements BackgroundTaskHandler<Greeting> {

		private final String kind;

		Echo(String kind) {
			this.kind = kind;
		}

		@Override
		public String kind() {
			return this.kind;
		}

		@Override
		public Type inputType() {
			return Greeting.class;
		}

		@Override
		public Object run(Greeting input, BackgroundTaskContext context) {
			return input;
		}

	}

}
