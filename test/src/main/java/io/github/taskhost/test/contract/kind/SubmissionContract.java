package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Submissions to kinds with an executor or a handler. */
abstract class SubmissionContract extends AbstractKindContract {

	SubmissionContract() {
		super(RecordingExecutor.of("remote")
			.withOptions(KindOptions.NONE.withCancelPolicy(CancelPolicy.EXTERNAL)
				.withClosePolicy(ClosePolicy.TRANSFER)
				.withTimeout(Duration.ofHours(1))));
	}

	@Override
	protected HostParts parts() {
		return super.parts().withHandlers(new Greeter());
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		KindOptions twoHours = KindOptions.NONE.withTimeout(Duration.ofHours(2));
		return super.options().withKinds(Map.of("remote", twoHours, "greet", twoHours));
	}

	private static BackgroundTaskRegistration.Builder greet(String id) {
		return BackgroundTaskRegistration.ofKind("greet").id(id);
	}

	@Test
	void submittedWorkRunsAndEndsOnlyThroughItsReporter() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started("t1");
		Call start = this.remote.await("t1", Operation.START);
		assertThat(start.task()).satisfies((given) -> {
			assertThat(given.state()).isEqualTo(BackgroundTaskState.RUNNING);
			assertThat(given.mode()).isEqualTo(TaskMode.SUBMITTED);
			assertThat(given.attempt()).isEqualTo(1);
			assertThat(given.workerId()).isNotNull();
		});
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		start.reporter().complete("all of it");
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.summary()).isEqualTo("all of it");
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "StateChanged", "Completed");
		assertThat(this.events.all().get(0).record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(this.remote.operations()).containsExactly(Operation.START);
	}

	@Test
	void exceptionOfTheStartFailsTheTask() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			throw new IOException("no route");
		});
		BackgroundTaskRecord end = this.host.submit("s1", request("t1")).await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure())
			.isEqualTo(new TaskFailure(FailureKind.EXCEPTION, IOException.class.getName(), "no route"));
		this.remote.await("t1", Operation.START).awaitOver();
		assertThat(controlCalls()).isEqualTo(1);
		assertThat(this.events.of("t1")).containsExactly("Registered", "StateChanged", "Failed");
	}

	@Test
	void missingStartFailsTheTaskWithKindAndOperation() throws Exception {
		BackgroundTaskRecord end = this.host.submit("s1", TaskRequest.of("plain")).await(PATIENCE);
		assertThat(end.failure()).isNotNull()
			.extracting(TaskFailure::message)
			.asString()
			.contains("'plain'", "'start'");
	}

	@Test
	void submitReturnsBeforeTheStartDoes() throws Exception {
		ReentrantLock own = new ReentrantLock();
		this.remote.on(Operation.START, (call) -> {
			own.lockInterruptibly();
			own.unlock();
		});
		BackgroundTaskHandle<@Nullable Object> task;
		own.lock();
		try {
			task = this.host.submit("s1", request("t1"));
			assertThat(this.remote.await("t1", Operation.START).thread()).isNotSameAs(Thread.currentThread());
			assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
		}
		finally {
			own.unlock();
		}
		this.remote.await("t1", Operation.START).awaitOver();
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void startMayCallTheHostAndEndItsTask() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			TaskReporter reporter = call.reporter();
			reporter.output("stdout", "begun");
			reporter.post("begun");
			this.host.registerExternal("s1", builder("child").parentTaskId("t1").build(), null);
			this.host.transfer("t1", "s2");
			reporter.complete("at once");
		});
		BackgroundTaskRecord end = this.host.submit("s1", request("t1")).await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.sessionId()).isEqualTo("s2");
		assertThat(record("s1", "child").parentUid()).isEqualTo(end.uid());
	}

	@Test
	void endReportedDuringTheStartIsFinal() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.START, waiting(interrupted));
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t1"));
		this.remote.await("t1", Operation.START).reporter().complete("early");
		this.release.countDown();
		this.remote.await("t1", Operation.START).awaitOver();
		assertThat(task.record().summary()).isEqualTo("early");
		assertThat(this.events.of("t1")).containsExactly("Registered", "StateChanged", "Completed");
	}

	@Test
	void inputReachesTheExecutorUnchanged() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = started(request("t1").input(new Greeting("ada")));
		assertThat(task.record().input()).isEqualTo(new JsonPayload("{\"name\":\"ada\"}"));
		assertThat(this.remote.await("t1", Operation.START).reporter().input(Greeting.class))
			.isEqualTo(new Greeting("ada"));
	}

	@Test
	void policiesOfTheKindAreDefaultsThatHostAndTaskOverride() throws Exception {
		BackgroundTaskRecord byKind = started("t1").record();
		assertThat(byKind.cancelPolicy()).isEqualTo(CancelPolicy.EXTERNAL);
		assertThat(byKind.closePolicy()).isEqualTo(ClosePolicy.TRANSFER);
		assertThat(byKind.timeout()).isEqualTo(Duration.ofHours(2));
		BackgroundTaskRecord own = started(TaskRequest.of(remote("t2").closePolicy(ClosePolicy.CANCEL)
			.cancelPolicy(CancelPolicy.ABORT_LOCAL)
			.timeout(Duration.ofHours(3))
			.build())).record();
		assertThat(own.cancelPolicy()).isEqualTo(CancelPolicy.ABORT_LOCAL);
		assertThat(own.closePolicy()).isEqualTo(ClosePolicy.CANCEL);
		assertThat(own.timeout()).isEqualTo(Duration.ofHours(3));
	}

	@Test
	void handlerGetsItsInputAndReturnsItsResultToTheHandle() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1",
				TaskRequest.of(greet("t1").build()).input(new Greeting("ada")));
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.mode()).isEqualTo(TaskMode.MANAGED);
		assertThat(end.input()).isEqualTo(new JsonPayload("{\"name\":\"ada\"}"));
		assertThat(task.result()).isEqualTo(new Greeting("hello ada"));
		assertThat(end.result()).isNotNull().extracting("value").isEqualTo(new JsonPayload("{\"name\":\"hello ada\"}"));
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "Completed");
	}

	@Test
	void inputMayBeJsonInTheRequestOrTheRegistration() throws Exception {
		JsonPayload ada = new JsonPayload("{\"name\":\"ada\"}");
		BackgroundTaskHandle<@Nullable Object> request = this.host.submit("s1",
				TaskRequest.of(greet("t1").build()).input(ada));
		BackgroundTaskHandle<@Nullable Object> registration = this.host.submit("s1",
				TaskRequest.of(greet("t2").input(ada).build()));
		request.await(PATIENCE);
		registration.await(PATIENCE);
		assertThat(request.result()).isEqualTo(registration.result()).isEqualTo(new Greeting("hello ada"));
	}

	@Test
	void exceptionOfAHandlerFailsTheTask() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1",
				TaskRequest.of(greet("t1").build()).input(new Greeting("")));
		assertThat(task.await(PATIENCE).failure()).isEqualTo(
				new TaskFailure(FailureKind.EXCEPTION, IllegalArgumentException.class.getName(), "nobody to greet"));
		assertThat(task.failure()).containsInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void policiesOfAHandlerAreDefaultsThatTheHostOverrides() throws Exception {
		BackgroundTaskRecord end = this.host
			.submit("s1", TaskRequest.of(greet("t1").build()).input(new Greeting("ada")))
			.await(PATIENCE);
		assertThat(end.cancelPolicy()).isEqualTo(CancelPolicy.ABORT_LOCAL);
		assertThat(end.closePolicy()).isEqualTo(ClosePolicy.CANCEL);
		assertThat(end.timeout()).isEqualTo(Duration.ofHours(2));
	}

	/** A handler that greets the person of its input. */
	private static final class Greeter implements BackgroundTaskHandler<Greeting> {

		@Override
		public String kind() {
			return "greet";
		}

		@Override
		public Class<Greeting> inputType() {
			return Greeting.class;
		}

		@Override
		public KindOptions options() {
			return KindOptions.NONE.withCancelPolicy(CancelPolicy.ABORT_LOCAL)
				.withClosePolicy(ClosePolicy.CANCEL)
				.withTimeout(Duration.ofHours(1));
		}

		@Override
		public Object run(Greeting input, BackgroundTaskContext context) {
			if (input.name().isEmpty()) {
				throw new IllegalArgumentException("nobody to greet");
			}
			return new Greeting("hello " + input.name());
		}

	}

}
