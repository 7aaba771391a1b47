package io.github.taskhost.test.contract.body;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/** Propagation of the context of a caller to the work that it starts. */
abstract class ContextContract extends AbstractHostContract {

	private static final Duration WAIT = Duration.ofSeconds(109);

	/** The thread-local value that the outer propagator carries. */
	private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

	private final RecordingExecutor remote = RecordingExecutor.of("remote");

	/** The calls of the propagators, in order. */
	private final Queue<String> calls = new ConcurrentLinkedQueue<>();

	/** Returns a propagator that carries the tenant and records its calls. */
	private final TaskContextPropagator tenants = () -> {
		String captured = TENANT.get();
		return (task) -> {
			TENANT.set(captured);
			this.calls.add("open outer");
			return new NotingScope("outer");
		};
	};

	private final TaskContextPropagator inner = () -> (task) -> {
		this.calls.add("open inner");
		return new NotingScope("inner");
	};

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withKinds(Map.of("compute", KindOptions.NONE.withThread(ThreadType.PLATFORM)));
	}

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withExecutors(this.remote).withPropagators(this.tenants, this.inner);
	}

	@AfterEach
	void forgetContext() {
		MDC.clear();
		TENANT.remove();
	}

	private static Map<String, String> logContext() {
		Map<String, String> context = MDC.getCopyOfContextMap();
		return (context != null) ? context : Map.of();
	}

	@Test
	void logContextOfABodyNamesItsTask() throws Exception {
		MDC.put("request", "r1");
		BackgroundTaskHandle<Map<String, String>> task = this.host.spawnManaged("s1", named("t1"),
				(context) -> logContext());
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo(Map.of("request", "r1", "taskhost.task", "t1", "taskhost.session", "s1",
				"taskhost.kind", "other", "taskhost.attempt", "1"));
		assertThat(logContext()).isEqualTo(Map.of("request", "r1"));
	}

	@Test
	void logContextOfAChildNamesTheChild() throws Exception {
		MDC.put("request", "r1");
		BackgroundTaskHandle<Map<String, String>> parent = this.host.spawnManaged("s1", named("parent"), (context) -> {
			MDC.put("step", "2");
			BackgroundTaskHandle<Map<String, String>> child = context
				.spawnChild(BackgroundTaskRegistration.ofKind("monitor").id("child").build(), (inside) -> logContext());
			child.await(PATIENCE);
			return child.result();
		});
		parent.await(PATIENCE);
		assertThat(parent.result()).isEqualTo(Map.of("request", "r1", "step", "2", "taskhost.task", "child",
				"taskhost.session", "s1", "taskhost.kind", "monitor", "taskhost.attempt", "1"));
	}

	@Test
	void everyAttemptHasTheContextOfTheSpawn() throws Exception {
		MDC.put("request", "r1");
		TENANT.set("acme");
		List<String> seen = new ArrayList<>();
		TaskRetryPolicy policy = TaskRetryPolicy.ofMaxAttempts(2).withBackoff(WAIT, 1, WAIT).withJitter(0);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", builder("t1").retry(policy).build(),
				(context) -> {
					seen.add(TENANT.get() + " " + MDC.get("request") + " " + MDC.get("taskhost.attempt"));
					TENANT.set("changed");
					MDC.put("request", "changed");
					throw new IllegalStateException("no luck");
				});
		MDC.clear();
		TENANT.remove();
		this.timer.awaitScheduled(WAIT);
		this.timer.advance(WAIT);
		task.await(PATIENCE);
		assertThat(seen).containsExactly("acme r1 1", "acme r1 2");
		this.host.awaitIdle(PATIENCE);
		assertThat(this.calls).contains("close inner attempt 2 PENDING IllegalStateException",
				"close inner attempt 2 FAILED IllegalStateException");
	}

	@Test
	void hiddenWorkHasTheContextOfItsSpawnerAndSession() throws Exception {
		TENANT.set("acme");
		MDC.put("taskhost.task", "of the caller");
		CompletableFuture<String> seen = new CompletableFuture<>();
		this.host.spawnHidden("s1", "hidden", () -> seen.complete(TENANT.get() + " " + logContext()));
		assertThat(seen.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("acme {taskhost.session=s1}");
		this.host.awaitHidden("s1", PATIENCE);
		assertThat(this.calls).containsExactly("open outer", "open inner", "close inner", "close outer");
	}

	@Test
	void startOfAnExecutorHasTheContextOfTheSubmitterAndLaterCallsHaveNone() throws Exception {
		TENANT.set("acme");
		MDC.put("request", "r1");
		Queue<String> seen = new ConcurrentLinkedQueue<>();
		RecordingExecutor.Behaviour note = (call) -> seen
			.add(TENANT.get() + " " + MDC.get("request") + " " + MDC.get("taskhost.task"));
		this.remote.on(Operation.START, note);
		this.remote.on(Operation.CANCEL, note);
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1",
				TaskRequest.of(BackgroundTaskRegistration.ofKind("remote").id("t1").build()));
		Call start = this.remote.await("t1", Operation.START);
		start.awaitOver();
		this.host.cancelManaged("s1", "t1");
		this.remote.await("t1", Operation.CANCEL).awaitOver();
		assertThat(seen).containsExactly("acme r1 t1", "null null t1");
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void firstPropagatorIsTheOutermostAndSeesTheEnd() throws Exception {
		this.host.spawnManaged("s1", named("t1"), (context) -> {
			this.calls.add("body");
			return null;
		});
		this.host.awaitIdle(PATIENCE);
		assertThat(this.calls).containsExactly("open outer", "open inner", "body", "outer RUNNING to COMPLETED",
				"inner RUNNING to COMPLETED", "close inner attempt 1 COMPLETED", "close outer attempt 1 COMPLETED");
	}

	@Test
	void scopeSeesQuestionsAndACancelRequestBeforeTheBodyEnds() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			context.requestInput(InputRequest.of("q1", "Go on?"));
			try {
				context.sleep(Duration.ofDays(1));
			}
			catch (TaskCancelledException ex) {
				this.calls.add("winds down");
				throw ex;
			}
			return null;
		});
		while (!this.calls.contains("inner RUNNING to WAITING")) {
			Thread.onSpinWait();
		}
		task.answer("q1", new JsonPayload("true"));
		task.cancel("enough");
		this.host.awaitIdle(PATIENCE);
		assertThat(this.calls).containsExactly("open outer", "open inner", "outer RUNNING to WAITING",
				"inner RUNNING to WAITING", "outer WAITING to RUNNING", "inner WAITING to RUNNING",
				"outer RUNNING to CANCEL_REQUESTED", "inner RUNNING to CANCEL_REQUESTED", "winds down",
				"outer CANCEL_REQUESTED to CANCELLED", "inner CANCEL_REQUESTED to CANCELLED",
				"close inner attempt 1 CANCELLED TaskCancelledException",
				"close outer attempt 1 CANCELLED TaskCancelledException");
	}

	@Test
	void contextOfOneTaskNeverReachesAnother() throws Exception {
		int tasks = 4000;
		List<BackgroundTaskHandle<String>> handles = IntStream.range(0, tasks)
			.mapToObj(this::spawnWithContext)
			.toList();
		for (int i = 0; i < tasks; i++) {
			handles.get(i).await(PATIENCE);
			String expected = (i % 3 == 0) ? null + " " + null : "tenant-" + i + " request-" + i;
			assertThat(handles.get(i).result()).isEqualTo(expected + " t" + i);
		}
		assertThat(logContext()).isEmpty();
	}

	/** Every third spawn has no context; some bodies run on platform threads. */
	private BackgroundTaskHandle<String> spawnWithContext(int number) {
		if (number % 3 != 0) {
			TENANT.set("tenant-" + number);
			MDC.put("request", "request-" + number);
		}
		String kind = (number % 10 == 1) ? "compute" : "other";
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s" + number % 7,
				BackgroundTaskRegistration.ofKind(kind).id("t" + number).build(), (context) -> {
					String seen = TENANT.get() + " " + MDC.get("request") + " " + MDC.get("taskhost.task");
					TENANT.set("left behind");
					MDC.put("request", "left behind");
					return seen;
				});
		MDC.clear();
		TENANT.remove();
		return task;
	}

	/** Records its calls. */
	private final class NotingScope implements TaskContextPropagator.Scope {

		private final String name;

		NotingScope(String name) {
			this.name = name;
		}

		@Override
		public void transition(BackgroundTaskRecord before, BackgroundTaskRecord after) {
			ContextContract.this.calls.add(this.name + " " + before.state() + " to " + after.state());
		}

		@Override
		public void close(@Nullable BackgroundTaskRecord task, @Nullable Throwable thrown) {
			TENANT.remove();
			ContextContract.this.calls
				.add("close " + this.name + ((task != null) ? " attempt " + task.attempt() + " " + task.state() : "")
						+ ((thrown != null) ? " " + thrown.getClass().getSimpleName() : ""));
		}

	}

}
