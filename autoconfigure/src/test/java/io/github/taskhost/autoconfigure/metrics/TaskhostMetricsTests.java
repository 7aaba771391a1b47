package io.github.taskhost.autoconfigure.metrics;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TestRecords;
import io.github.taskhost.autoconfigure.kind.TaskhostKindAutoConfiguration;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskFailure;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the meters.
 */
@Timeout(60)
class TaskhostMetricsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class,
				TaskhostMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, PrometheusMetricsExportAutoConfiguration.class));

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final MicrometerRecorder recorder = new MicrometerRecorder(this.registry, new KindTags(2));

	@Test
	void everyMeterIsScraped() {
		this.contextRunner.withPropertyValues("taskhost.limits.live-tasks=2", "taskhost.kinds.import.max-concurrent=1")
			.run((context) -> {
				work(context.getBean(BackgroundTaskHost.class));
				String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
				assertThat(scrape.lines()).contains("taskhost_tasks{kind=\"import\",state=\"running\"} 1.0",
						"taskhost_tasks{kind=\"import\",state=\"pending\"} 1.0",
						"taskhost_tasks{kind=\"import\",state=\"waiting\"} 0.0",
						"taskhost_tasks{kind=\"import\",state=\"cancel_requested\"} 0.0",
						"taskhost_tasks{kind=\"_other\",state=\"running\"} 0.0",
						"taskhost_tasks_unresponsive_threads 0.0", "taskhost_tasks_unstopped_tasks 0.0",
						"taskhost_tasks_hidden_tasks 0.0", "taskhost_sessions 1.0", "taskhost_schedules 0.0",
						"taskhost_schedules_next_age_seconds 0.0", "taskhost_schedules_runs_total 0.0",
						"taskhost_schedules_misfires_total 0.0", "taskhost_schedules_skipped_runs_total 0.0",
						"taskhost_schedules_refused_runs_total 0.0", "taskhost_events_lagged_events_total 0.0",
						"taskhost_events_waited_events_total 0.0", "taskhost_listener_failures_total 0.0",
						"taskhost_host_repairs_total{repair=\"thread\"} 0.0",
						"taskhost_task_transitions_total{kind=\"import\",state=\"completed\"} 1.0",
						"taskhost_tasks_rejected_tasks_total{kind=\"import\",reason=\"live_tasks\"} 1.0",
						"taskhost_task_execution_seconds_count{failure=\"none\",kind=\"import\",outcome=\"completed\"} 1",
						"taskhost_task_input_wait_seconds_count{kind=\"import\"} 0",
						"taskhost_task_messages_total{direction=\"inbound\",kind=\"import\"} 0.0",
						"taskhost_task_messages_total{direction=\"outbound\",kind=\"import\"} 0.0",
						"taskhost_task_cancel_seconds_count{kind=\"import\"} 0");
				assertThat(scrape).containsPattern("taskhost_task_queue_seconds_count\\{kind=\"import\"} \\d")
					.containsPattern("taskhost_tasks_oldest_age_seconds\\{state=\"pending\"} \\d")
					.contains("taskhost_tasks_oldest_age_seconds{state=\"waiting\"} 0.0")
					.contains("taskhost_tasks_oldest_age_seconds{state=\"cancel_requested\"} 0.0");
			});
	}

	/** One task ended, one runs, one waits for its slot, one was refused. */
	private static void work(BackgroundTaskHost host) throws InterruptedException {
		host.session("chat-42").spawn("import", (body) -> "done").await(Duration.ofSeconds(30));
		CountDownLatch running = new CountDownLatch(1);
		host.session("chat-42").spawn("import", (body) -> {
			running.countDown();
			body.sleep(Duration.ofDays(1));
			return "done";
		});
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		host.session("chat-42").spawn("import", (body) -> "done");
		assertThatExceptionOfType(TaskRejectedException.class)
			.isThrownBy(() -> host.session("chat-42").spawn("import", (body) -> "done"));
	}

	@Test
	void meterFilterThatThrowsForAKindHarmsNoTask() {
		this.contextRunner.withBean(MeterFilter.class, () -> new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				if ("broken".equals(id.getTag("kind"))) {
					throw new IllegalStateException("broken filter");
				}
				return id;
			}

		}).run((context) -> {
			TaskSession session = context.getBean(BackgroundTaskHost.class).session("chat-42");
			for (String kind : List.of("broken", "import", "broken")) {
				assertThat(session.spawn(kind, (body) -> "done").await(Duration.ofSeconds(30)).state())
					.isEqualTo(BackgroundTaskState.COMPLETED);
			}
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape().lines())
				.contains("taskhost_task_transitions_total{kind=\"import\",state=\"running\"} 1.0");
		});
	}

	@Test
	void questionsAndMessagesAreScraped() {
		this.contextRunner.withPropertyValues("taskhost.messages.retained=1").run((context) -> {
			talk(context.getBean(BackgroundTaskHost.class));
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape().lines()).contains(
					"taskhost_task_input_wait_seconds_count{kind=\"import\"} 2",
					"taskhost_task_messages_total{direction=\"inbound\",kind=\"import\"} 2.0",
					"taskhost_task_messages_total{direction=\"outbound\",kind=\"import\"} 2.0",
					"taskhost_tasks_rejected_tasks_total{kind=\"import\",reason=\"messages\"} 1.0");
		});
	}

	/** One question is answered, one withdrawn; a message waits, the next is refused. */
	private static void talk(BackgroundTaskHost host) throws InterruptedException {
		TaskSession session = host.session("chat-42");
		host.registerExternal("chat-42", BackgroundTaskRegistration.ofKind("import").id("reported").build(), null);
		TaskReporter reporter = host.reporter("chat-42", "reported");
		reporter.ask(InputRequest.of("one", "One?"));
		session.task("reported").answer("one", new JsonPayload("1"));
		reporter.ask(InputRequest.of("two", "Two?"));
		reporter.complete(null);
		CountDownLatch posted = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = session.spawn("import", (body) -> {
			body.post("one");
			body.post("two");
			posted.countDown();
			body.sleep(Duration.ofDays(1));
			return "done";
		});
		assertThat(posted.await(30, TimeUnit.SECONDS)).isTrue();
		task.send("first");
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> task.send("second"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.MESSAGES));
	}

	@Test
	void histogramsAndObjectivesAreSetByBootProperties() {
		this.contextRunner
			.withPropertyValues("management.metrics.distribution.slo.taskhost.task.execution=10s,1m",
					"management.metrics.distribution.percentiles-histogram.taskhost.task.queue=true",
					"taskhost.kinds.import.max-concurrent=1")
			.run((context) -> {
				BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
				for (int i = 0; i < 2; i++) {
					host.session("chat-42").spawn("import", (body) -> "done");
				}
				host.awaitIdle(Duration.ofSeconds(30));
				String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
				assertThat(scrape.lines()).anyMatch((line) -> line.startsWith("taskhost_task_execution_seconds_bucket")
						&& line.contains("le=\"10.0\"") && line.endsWith(" 2"));
				assertThat(scrape.lines().filter((line) -> line.startsWith("taskhost_task_queue_seconds_bucket")))
					.hasSizeGreaterThan(50);
				assertThat(scrape).doesNotContain("taskhost_task_cancel_seconds_bucket");
			});
	}

	@Test
	void everyMeterHasADescription() {
		this.contextRunner.run((context) -> {
			context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn("import", (body) -> "done")
				.await(Duration.ofSeconds(30));
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.filteredOn((meter) -> meter.getId().getName().startsWith("taskhost."))
				.isNotEmpty()
				.allSatisfy((meter) -> {
					assertThat(meter.getId().getDescription()).isNotBlank();
					assertThat(meter.getId().getBaseUnit()).isNotBlank();
				});
		});
	}

	@Test
	void timesTheStagesOfATask() {
		BackgroundTaskRecord pending = TestRecords.ofKind("import").build();
		BackgroundTaskRecord running = pending.toBuilder()
			.state(BackgroundTaskState.RUNNING)
			.stateSince(TestRecords.after(2))
			.startedAt(TestRecords.after(2))
			.build();
		BackgroundTaskRecord waiting = running.toBuilder()
			.state(BackgroundTaskState.WAITING)
			.stateSince(TestRecords.after(5))
			.build();
		BackgroundTaskRecord asked = waiting.toBuilder()
			.state(BackgroundTaskState.CANCEL_REQUESTED)
			.stateSince(TestRecords.after(9))
			.cancelRequestedAt(TestRecords.after(9))
			.build();
		BackgroundTaskRecord failed = asked.toBuilder()
			.state(BackgroundTaskState.FAILED)
			.stateSince(TestRecords.after(14))
			.finishedAt(TestRecords.after(14))
			.failure(new TaskFailure(FailureKind.TIMEOUT, null, null))
			.build();
		this.recorder.transition(null, pending);
		this.recorder.transition(pending, running);
		this.recorder.transition(running, waiting);
		this.recorder.transition(waiting, asked);
		this.recorder.transition(asked, failed);
		assertThat(seconds("taskhost.task.queue", "kind", "import")).isEqualTo(2);
		assertThat(seconds("taskhost.task.cancel", "kind", "import")).isEqualTo(5);
		assertThat(seconds("taskhost.task.execution", "kind", "import", "outcome", "failed", "failure", "timeout"))
			.isEqualTo(12);
		for (String state : List.of("pending", "running", "waiting", "cancel_requested", "failed")) {
			assertThat(count("taskhost.task.transitions", "kind", "import", "state", state)).isEqualTo(1);
		}
		assertThat(count("taskhost.task.transitions", "kind", "import", "state", "completed")).isZero();
	}

	@Test
	void countsAttemptsAfterTheFirst() {
		BackgroundTaskRecord running = TestRecords.ofKind("import").state(BackgroundTaskState.RUNNING).build();
		BackgroundTaskRecord again = running.toBuilder().state(BackgroundTaskState.PENDING).attempt(2).build();
		this.recorder.transition(null, running);
		this.recorder.transition(running, again);
		this.recorder.transition(again, again.toBuilder().state(BackgroundTaskState.RUNNING).build());
		assertThat(count("taskhost.task.retries", "kind", "import")).isEqualTo(1);
	}

	@Test
	void inputWaitIsTimedByTheQuestionNotByTheState() {
		BackgroundTaskRecord waiting = TestRecords.ofKind("import").state(BackgroundTaskState.WAITING).build();
		this.recorder.transition(null, waiting);
		this.recorder.transition(waiting,
				waiting.toBuilder().state(BackgroundTaskState.RUNNING).stateSince(TestRecords.after(9)).build());
		assertThat(this.registry.get("taskhost.task.input.wait").tags("kind", "import").timer().count()).isZero();
		this.recorder.inputWaited(waiting, Duration.ofSeconds(4));
		assertThat(seconds("taskhost.task.input.wait", "kind", "import")).isEqualTo(4);
	}

	@Test
	void clockThatGoesBackRecordsNoNegativeTime() {
		this.recorder.inputWaited(TestRecords.ofKind("import").build(), Duration.ofSeconds(-4));
		assertThat(seconds("taskhost.task.input.wait", "kind", "import")).isZero();
	}

	@Test
	void countsMessagesByDirection() {
		BackgroundTaskRecord record = TestRecords.ofKind("import").build();
		this.recorder.message(record, MessageDirection.INBOUND);
		this.recorder.message(record, MessageDirection.OUTBOUND);
		this.recorder.message(record, MessageDirection.OUTBOUND);
		assertThat(count("taskhost.task.messages", "kind", "import", "direction", "inbound")).isEqualTo(1);
		assertThat(count("taskhost.task.messages", "kind", "import", "direction", "outbound")).isEqualTo(2);
	}

	@Test
	void changeWithinAStateIsNotCounted() {
		BackgroundTaskRecord pending = TestRecords.ofKind("import").build();
		this.recorder.transition(null, pending);
		this.recorder.transition(pending, pending.toBuilder().status("halfway").build());
		assertThat(count("taskhost.task.transitions", "kind", "import", "state", "pending")).isEqualTo(1);
	}

	@Test
	void countsLostEventsAndListenerFailures() {
		this.recorder.eventsLost(3);
		this.recorder.eventsWaited(2);
		this.recorder.listenerFailed();
		this.recorder.rejected("import", RejectionReason.SHUTDOWN);
		assertThat(count("taskhost.events.lagged")).isEqualTo(3);
		assertThat(count("taskhost.events.waited")).isEqualTo(2);
		assertThat(count("taskhost.listener.failures")).isEqualTo(1);
		this.recorder.repaired(HostRepair.COUNTER);
		assertThat(count("taskhost.host.repairs", "repair", "counter")).isEqualTo(1);
		assertThat(count("taskhost.host.repairs", "repair", "thread")).isZero();
		assertThat(count("taskhost.tasks.rejected", "kind", "import", "reason", "shutdown")).isEqualTo(1);
	}

	@Test
	void kindsPastTheLimitShareATagValue() {
		for (String kind : List.of("one", "two", "three", "four", "one")) {
			BackgroundTaskRecord record = TestRecords.ofKind(kind).build();
			this.recorder.transition(null, record);
			this.recorder.message(record, MessageDirection.INBOUND);
			this.recorder.inputWaited(record, Duration.ofSeconds(1));
		}
		assertThat(count("taskhost.task.messages", "kind", "_other", "direction", "inbound")).isEqualTo(2);
		assertThat(this.registry.get("taskhost.task.input.wait").tags("kind", "_other").timer().count()).isEqualTo(2);
		assertThat(count("taskhost.task.transitions", "kind", "one", "state", "pending")).isEqualTo(2);
		assertThat(count("taskhost.task.transitions", "kind", "two", "state", "pending")).isEqualTo(1);
		assertThat(count("taskhost.task.transitions", "kind", "_other", "state", "pending")).isEqualTo(2);
		assertThat(this.registry.find("taskhost.task.transitions").tag("kind", "three").counter()).isNull();
	}

	@Test
	void metersOfDefinedKindsExistBeforeTheirFirstTask() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(TaskhostKindAutoConfiguration.class))
			.withUserConfiguration(DefinedKinds.class)
			.withPropertyValues("taskhost.kinds.configured.timeout=1h")
			.run((context) -> {
				List<String> scrape = context.getBean(PrometheusMeterRegistry.class).scrape().lines().toList();
				for (String kind : List.of("configured", "handled", "annotated", "annotated-later")) {
					assertThat(scrape).contains(
							"taskhost_task_transitions_total{kind=\"" + kind + "\",state=\"failed\"} 0.0",
							"taskhost_task_execution_seconds_count{failure=\"exception\",kind=\"" + kind
									+ "\",outcome=\"failed\"} 0",
							"taskhost_task_retries_total{kind=\"" + kind + "\"} 0.0",
							"taskhost_tasks_rejected_tasks_total{kind=\"" + kind + "\",reason=\"live_tasks\"} 0.0",
							"taskhost_tasks{kind=\"" + kind + "\",state=\"running\"} 0.0");
				}
				assertThat(scrape).contains("taskhost_task_transitions_total{kind=\"_other\",state=\"failed\"} 0.0");
			});
	}

	@Test
	void definedKindsAreNeverOthersAndDoNotCountTowardsTheLimit() {
		this.contextRunner
			.withPropertyValues("taskhost.metrics.max-kinds=2", "taskhost.kinds.configured.timeout=1h",
					"taskhost.kinds.nightly.timeout=1h")
			.run((context) -> {
				BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
				for (String kind : List.of("one", "two", "three", "configured", "nightly")) {
					host.register("chat-42", BackgroundTaskRegistration.ofKind(kind).build());
				}
				assertThat(context.getBean(PrometheusMeterRegistry.class).scrape().lines()).contains(
						"taskhost_tasks{kind=\"one\",state=\"pending\"} 1.0",
						"taskhost_tasks{kind=\"two\",state=\"pending\"} 1.0",
						"taskhost_tasks{kind=\"_other\",state=\"pending\"} 1.0",
						"taskhost_tasks{kind=\"configured\",state=\"pending\"} 1.0",
						"taskhost_task_transitions_total{kind=\"nightly\",state=\"pending\"} 1.0",
						"taskhost_task_transitions_total{kind=\"_other\",state=\"pending\"} 1.0");
			});
	}

	@Test
	void gaugesOfKindsPastTheLimitAreSummed() {
		this.contextRunner.withPropertyValues("taskhost.metrics.max-kinds=1").run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			for (String kind : List.of("one", "two", "three", "three")) {
				host.register("chat-42", BackgroundTaskRegistration.ofKind(kind).build());
			}
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape().lines()).contains(
					"taskhost_tasks{kind=\"one\",state=\"pending\"} 1.0",
					"taskhost_tasks{kind=\"_other\",state=\"pending\"} 3.0");
		});
	}

	@Test
	void kindRejectedByTheLimitOfKindsGetsNoTagValue() {
		this.recorder.rejected("garbage", RejectionReason.KINDS);
		assertThat(count("taskhost.tasks.rejected", "kind", "_other", "reason", "kinds")).isEqualTo(1);
	}

	@Test
	void countsRejectedSubscriptions() {
		this.contextRunner.withPropertyValues("taskhost.limits.subscriptions=1").run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			host.subscribe(BackgroundTaskFilter.all());
			assertThatExceptionOfType(TaskRejectedException.class)
				.isThrownBy(() -> host.subscribe(BackgroundTaskFilter.all()));
			assertThat(context.getBean(PrometheusMeterRegistry.class).scrape().lines())
				.contains("taskhost_tasks_rejected_tasks_total{kind=\"other\",reason=\"subscriptions\"} 1.0");
		});
	}

	@Test
	void backsOffForARecorderOfTheApplication() {
		this.contextRunner.withBean(BackgroundTaskMetricsRecorder.class, () -> BackgroundTaskMetricsRecorder.NONE)
			.run((context) -> assertThat(context).hasSingleBean(BackgroundTaskMetricsRecorder.class)
				.doesNotHaveBean(MicrometerRecorder.class));
	}

	@Test
	void backsOffWithoutARegistry() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostMetricsAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(BackgroundTaskHost.class)
				.doesNotHaveBean(MicrometerRecorder.class)
				.doesNotHaveBean(HostGauges.class));
	}

	private double count(String name, String... tags) {
		return this.registry.get(name).tags(tags).counter().count();
	}

	private double seconds(String name, String... tags) {
		assertThat(this.registry.get(name).tags(tags).timer().count()).isEqualTo(1);
		return this.registry.get(name).tags(tags).timer().totalTime(TimeUnit.SECONDS);
	}

	@Configuration(proxyBeanMethods = false)
	static class DefinedKinds {

		@Bean
		BackgroundTaskHandler<JsonPayload> handled() {
			return new BackgroundTaskHandler<>() {

				@Override
				public String kind() {
					return "handled";
				}

				@Override
				public Type inputType() {
					return JsonPayload.class;
				}

				@Override
				public Object run(JsonPayload input, BackgroundTaskContext context) {
					return "done";
				}

			};
		}

		@Bean
		Annotated annotated() {
			return new Annotated();
		}

		/** The declared type hides the method, so its kind is defined later. */
		@Bean
		Object annotatedLater() {
			return new AnnotatedLater();
		}

	}

	static class Annotated {

		@BackgroundTaskKind("annotated")
		void run(BackgroundTaskContext context) {
		}

	}

	static class AnnotatedLater {

		@BackgroundTaskKind("annotated-later")
		void run(BackgroundTaskContext context) {
		}

	}

}
