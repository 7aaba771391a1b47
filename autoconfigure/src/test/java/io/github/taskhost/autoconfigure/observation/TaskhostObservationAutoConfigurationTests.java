package io.github.taskhost.autoconfigure.observation;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.context.TaskhostContextAutoConfiguration;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.observation.DefaultTaskExecutionObservationConvention;
import io.github.taskhost.observation.TaskExecutionObservationContext;
import io.github.taskhost.observation.TaskExecutionObservationConvention;
import io.github.taskhost.observation.TaskExecutionObservationDocumentation;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.TestTime;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.ObservationContextAssert;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskhostObservationAutoConfiguration} without tracing.
 */
@Timeout(60)
class TaskhostObservationAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final Duration WAIT = Duration.ofSeconds(107);

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final RecordedExecutions executions = new RecordedExecutions();

	private final TestTime time = new TestTime();

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostContextAutoConfiguration.class,
				TaskhostObservationAutoConfiguration.class, TaskhostAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.observations)
		.withBean(TestTime.class, () -> this.time);

	@BeforeEach
	void record() {
		this.observations.observationConfig().observationHandler(this.executions);
	}

	private void run(HostConsumer consumer) {
		this.contexts.run((context) -> consumer.accept(context.getBean(BackgroundTaskHost.class)));
	}

	private static BackgroundTaskRegistration.Builder task() {
		return BackgroundTaskRegistration.ofKind("import").id("t1");
	}

	private static void assertKeys(TaskExecutionObservationContext context, String outcome, String failure) {
		ObservationContextAssert.assertThat(context)
			.hasNameEqualTo("taskhost.task.execution")
			.hasContextualNameEqualTo("task import")
			.hasLowCardinalityKeyValue("kind", "import")
			.hasLowCardinalityKeyValue("outcome", outcome)
			.hasLowCardinalityKeyValue("failure", failure);
	}

	@Test
	void executionIsObservedWithItsKeys() {
		run((host) -> {
			BackgroundTaskRecord end = host.session("chat-42").spawn(task().build(), (context) -> "done").await(SOON);
			host.awaitIdle(SOON);
			assertKeys(this.executions.only(), "completed", "none");
			ObservationContextAssert.assertThat(this.executions.only())
				.hasOnlyKeys("kind", "outcome", "failure", "taskhost.task", "taskhost.session", "taskhost.kind",
						"taskhost.attempt", "taskhost.uid")
				.hasHighCardinalityKeyValue("taskhost.task", "t1")
				.hasHighCardinalityKeyValue("taskhost.session", "chat-42")
				.hasHighCardinalityKeyValue("taskhost.kind", "import")
				.hasHighCardinalityKeyValue("taskhost.attempt", "1")
				.hasHighCardinalityKeyValue("taskhost.uid", end.uid().toString())
				.doesNotHaveError();
			assertThat(this.executions.events()).isEmpty();
		});
	}

	@Test
	void executionIsCurrentInTheBodyAndAChildOfTheSpawner() {
		run((host) -> {
			Observation request = Observation.start("request", this.observations);
			BackgroundTaskHandle<@Nullable Observation> task;
			try (Observation.Scope scope = request.openScope()) {
				task = host.session("chat-42")
					.spawn(task().build(), (context) -> this.observations.getCurrentObservation());
			}
			request.stop();
			host.awaitIdle(SOON);
			TaskExecutionObservationContext execution = this.executions.only();
			ObservationContextAssert.assertThat(execution).hasParentObservationEqualTo(request);
			Observation current = task.result();
			assertThat(current).isNotNull();
			assertThat(current.getContext()).isSameAs(execution);
		});
	}

	@Test
	void executionWithoutASpawnersObservationHasNoParent() {
		run((host) -> {
			host.session("chat-42").spawn(task().build(), (context) -> "done");
			host.awaitIdle(SOON);
			ObservationContextAssert.assertThat(this.executions.only()).doesNotHaveParentObservation();
		});
	}

	@Test
	void executionOfAChildTaskIsAChildOfTheParentExecution() {
		run((host) -> {
			host.session("chat-42").spawn(task().build(), (context) -> {
				context.spawnChild(BackgroundTaskRegistration.ofKind("import").id("t2").build(), (inside) -> "done")
					.await(SOON);
				return "done";
			});
			host.awaitIdle(SOON);
			TaskExecutionObservationContext child = this.executions.of("t2");
			TaskExecutionObservationContext parent = this.executions.of("t1");
			ObservationContextAssert.assertThat(child)
				.hasParentObservationContextSatisfying((context) -> assertThat(context).isSameAs(parent));
		});
	}

	@Test
	void executionHasItsParentWithoutContextPropagation() {
		this.contexts.withClassLoader(new FilteredClassLoader("io.micrometer.context")).run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			Observation request = Observation.start("request", this.observations);
			try (Observation.Scope scope = request.openScope()) {
				host.session("chat-42").spawn(task().build(), (body) -> "done");
			}
			request.stop();
			host.awaitIdle(SOON);
			ObservationContextAssert.assertThat(this.executions.only()).hasParentObservationEqualTo(request);
		});
	}

	@Test
	void failureIsAnError() {
		IllegalStateException thrown = new IllegalStateException("no luck");
		run((host) -> {
			host.session("chat-42").spawn(task().build(), (context) -> {
				throw thrown;
			});
			host.awaitIdle(SOON);
			assertKeys(this.executions.only(), "failed", "exception");
			ObservationContextAssert.assertThat(this.executions.only()).hasError(thrown);
		});
	}

	/**
	 * The attempt fails by its timeout. The later return of the body has no effect.
	 */
	@Test
	void timeoutIsAnErrorEvenIfTheBodyReturns() {
		run((host) -> {
			CountDownLatch interrupted = new CountDownLatch(1);
			host.session("chat-42").spawn(task().timeout(WAIT).build(), (context) -> {
				interrupted.countDown();
				try {
					context.sleep(Duration.ofDays(1));
				}
				catch (Exception ex) {
					return "late";
				}
				return "never";
			});
			interrupted.await();
			this.time.awaitScheduled(WAIT);
			this.time.advance(WAIT);
			host.awaitIdle(SOON);
			assertKeys(this.executions.only(), "failed", "timeout");
			ObservationContextAssert.assertThat(this.executions.only())
				.assertThatError()
				.hasMessage("The attempt has failed before its body returned");
		});
	}

	@Test
	void cancellationIsNoError() {
		run((host) -> {
			CountDownLatch running = new CountDownLatch(1);
			BackgroundTaskHandle<String> task = host.session("chat-42").spawn(task().build(), (context) -> {
				running.countDown();
				context.sleep(Duration.ofDays(1));
				return "never";
			});
			running.await();
			task.cancel("enough");
			host.awaitIdle(SOON);
			assertKeys(this.executions.only(), "cancelled", "none");
			ObservationContextAssert.assertThat(this.executions.only()).doesNotHaveError();
			assertThat(this.executions.events()).containsExactly("taskhost.task.cancel.requested");
		});
	}

	@Test
	void attemptsReferToTheFirstAndReportRetries() {
		run((host) -> {
			TaskRetryPolicy thrice = TaskRetryPolicy.ofMaxAttempts(3).withBackoff(WAIT, 1, WAIT).withJitter(0);
			host.session("chat-42").spawn(task().retry(thrice).build(), (context) -> {
				if (context.attempt() < 3) {
					throw new IllegalStateException("attempt " + context.attempt());
				}
				return "done";
			});
			for (int attempt = 1; attempt < 3; attempt++) {
				this.time.awaitScheduled(WAIT);
				this.time.advance(WAIT);
			}
			host.awaitIdle(SOON);
			assertThat(this.executions.ended()).extracting(TaskExecutionObservationContext::getAttempt)
				.containsExactly(1, 2, 3);
			TaskExecutionObservationContext first = this.executions.ended().getFirst();
			assertThat(this.executions.ended()).extracting(TaskExecutionObservationContext::getFirstAttempt)
				.containsExactly(null, first, first);
			assertKeys(first, "retried", "exception");
			ObservationContextAssert.assertThat(first).assertThatError().hasMessage("attempt 1");
			assertKeys(this.executions.ended().get(1), "retried", "exception");
			assertKeys(this.executions.ended().get(2), "completed", "none");
			assertThat(this.executions.events()).containsExactly("taskhost.task.queued", "taskhost.task.queued");
		});
	}

	@Test
	void queuedEventHasTheTimeOfQueuing() {
		run((host) -> {
			Instant before = this.time.instant();
			host.session("chat-42").spawn(task().startAfter(WAIT).build(), (context) -> "done");
			this.time.awaitScheduled(WAIT);
			this.time.advance(WAIT);
			host.awaitIdle(SOON);
			assertThat(this.executions.events()).containsExactly("taskhost.task.queued");
			assertThat(this.executions.times()).containsExactly(before.toEpochMilli());
		});
	}

	@Test
	void questionsAreEvents() {
		run((host) -> {
			BackgroundTaskHandle<String> task = ask(host);
			Instant asked = this.time.instant();
			this.time.advance(Duration.ofSeconds(5));
			task.answer("go-on", new JsonPayload("true"));
			host.awaitIdle(SOON);
			assertThat(this.executions.events()).containsExactly("taskhost.task.waiting", "taskhost.task.resumed");
			assertThat(this.executions.times()).startsWith(asked.toEpochMilli());
			assertKeys(this.executions.only(), "completed", "none");
		});
	}

	@Test
	void taskCancelledWhileWaitingDoesNotResume() {
		run((host) -> {
			ask(host).cancel("enough");
			host.awaitIdle(SOON);
			assertThat(this.executions.events()).containsExactly("taskhost.task.waiting",
					"taskhost.task.cancel.requested");
			assertKeys(this.executions.only(), "cancelled", "none");
		});
	}

	private static BackgroundTaskHandle<String> ask(BackgroundTaskHost host) throws InterruptedException {
		try (BackgroundTaskSubscription events = host.subscribe(BackgroundTaskFilter.all())) {
			BackgroundTaskHandle<String> task = host.session("chat-42").spawn(task().build(), (context) -> {
				context.requestInput(InputRequest.of("go-on", "Go on?"));
				return "done";
			});
			while (!(events.next(SOON).orElseThrow() instanceof BackgroundTaskEvent.InputRequested)) {
				assertThat(task.record().state()).isNotEqualTo(BackgroundTaskState.FAILED);
			}
			return task;
		}
	}

	@Test
	void hiddenAndReportedWorkIsNotObserved() {
		run((host) -> {
			host.spawnHidden("chat-42", "hidden", () -> {
			});
			host.awaitHidden("chat-42", SOON);
			host.registerExternal("chat-42", task().build(), null);
			host.reporter("chat-42", "t1").complete(null);
			assertThat(this.executions.ended()).isEmpty();
		});
	}

	@Test
	void bodyKeepsTheSpawnersObservationWhenExecutionsAreDisabled() {
		this.observations.observationConfig().observationPredicate((name, context) -> !name.startsWith("taskhost"));
		run((host) -> {
			Observation request = Observation.start("request", this.observations);
			BackgroundTaskHandle<String> task;
			try (Observation.Scope scope = request.openScope()) {
				task = host.session("chat-42").spawn(task().build(), (context) -> {
					Observation step = Observation.start("step", this.observations);
					step.stop();
					return String.valueOf(step.getContext().getParentObservation() == request);
				});
			}
			request.stop();
			host.awaitIdle(SOON);
			assertThat(task.result()).isEqualTo("true");
			assertThat(this.executions.ended()).isEmpty();
		});
	}

	@Test
	void conventionBeanReplacesTheDefault() {
		this.contexts.withBean(TaskExecutionObservationConvention.class, OwnConvention::new).run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			host.session("chat-42").spawn(task().build(), (body) -> "done");
			host.awaitIdle(SOON);
			ObservationContextAssert.assertThat(this.executions.only())
				.hasNameEqualTo("work")
				.hasContextualNameEqualTo("task import")
				.hasLowCardinalityKeyValue("outcome", "completed")
				.hasLowCardinalityKeyValue("tenant", "acme");
		});
	}

	@Test
	void everyKeyAndEventIsDocumented() {
		TaskExecutionObservationDocumentation documented = TaskExecutionObservationDocumentation.TASK_EXECUTION;
		assertThat(documented.getDefaultConvention()).isEqualTo(DefaultTaskExecutionObservationConvention.class);
		assertThat(documented.getLowCardinalityKeyNames()).extracting((key) -> key.asString())
			.containsExactly("kind", "outcome", "failure");
		assertThat(documented.getHighCardinalityKeyNames()).extracting((key) -> key.asString())
			.containsExactly("taskhost.task", "taskhost.session", "taskhost.kind", "taskhost.attempt", "taskhost.uid");
		assertThat(documented.getEvents()).extracting(Observation.Event::getName)
			.allMatch((name) -> name.startsWith("taskhost.task."));
		assertThat(documented.getEvents()).extracting(Observation.Event::getContextualName)
			.containsExactly("queued", "waiting", "resumed", "cancel requested");
	}

	@Test
	void propagatorsAreOrderedContextThenObservationThenApplication() {
		TaskContextPropagator own = () -> (task) -> (record, thrown) -> {
		};
		this.contexts.withBean("aFirst", TaskContextPropagator.class, () -> own)
			.run((context) -> assertThat(context.getBeanProvider(TaskContextPropagator.class).orderedStream())
				.extracting((propagator) -> propagator.getClass().getSimpleName())
				.startsWith("ContextSnapshots", "ObservedExecutions")
				.hasSize(3));
	}

	@Test
	void metersOfTheObservationAreDeniedEvenIfRenamed() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		this.observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		this.contexts.withBean("renaming", MeterFilter.class, Renaming::new)
			.withBean("ignoring", MeterFilter.class, () -> MeterFilter.ignoreTags("error"))
			.run((context) -> {
				context.getBeanProvider(MeterFilter.class).orderedStream().forEach(meters.config()::meterFilter);
				BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
				host.session("s1").spawn("import", (body) -> "done");
				host.awaitIdle(SOON);
				assertThat(meters.getMeters()).isEmpty();
			});
	}

	private static final class Renaming implements MeterFilter {

		@Override
		public Meter.Id map(Meter.Id id) {
			return id.withName("shop." + id.getName());
		}

	}

	@Test
	void backsOffWithoutARegistry() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TaskhostObservationAutoConfiguration.class, TaskhostAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ObservedExecutions.class));
	}

	@Test
	void backsOffWithoutObservations() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TaskhostObservationAutoConfiguration.class, TaskhostAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ObservedExecutions.class));
	}

	@Test
	void observesWithoutTracingAndMeters() {
		this.contexts.withClassLoader(new FilteredClassLoader("io.micrometer.tracing", "io.micrometer.core"))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.hasSingleBean(ObservedExecutions.class)
					.doesNotHaveBean(LinkingTracingHandler.class)
					.doesNotHaveBean("taskhostExecutionMeterFilter");
			});
	}

	@Test
	void observesWithoutBootsTracing() {
		this.contexts.withClassLoader(new FilteredClassLoader("org.springframework.boot.micrometer.tracing"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ObservedExecutions.class)
				.doesNotHaveBean(LinkingTracingHandler.class));
	}

	@FunctionalInterface
	private interface HostConsumer {

		void accept(BackgroundTaskHost host) throws Exception;

	}

	/** Changes the name and adds a key. */
	private static final class OwnConvention extends DefaultTaskExecutionObservationConvention {

		@Override
		public String getName() {
			return "work";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(TaskExecutionObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and(KeyValue.of("tenant", "acme"));
		}

	}

}
