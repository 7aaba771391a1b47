package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.config.EventOptions;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.InterruptPolicy;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.Rate;
import io.github.taskhost.kind.RateLimit;
import io.github.taskhost.kind.RateLimitScope;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link TaskhostProperties}, {@link HostOptionsFactory} and the analysis of
 * their failures.
 */
class TaskhostPropertiesTests {

	@Test
	void defaultsAreTheDefaultsOfTheHost() {
		assertThat(options()).isEqualTo(BackgroundTaskHostOptions.withDefaults().withProducer("test"));
	}

	@Test
	void defaultsOfTheStarter() {
		TaskhostProperties properties = bind();
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.payload().maxSize()).isEqualTo(DataSize.ofKilobytes(256));
		assertThat(properties.metrics().maxKinds()).isEqualTo(100);
		assertThat(properties.context().security()).isFalse();
		assertThat(properties.web().problemDetails()).isTrue();
		assertThat(properties.web().streams())
			.isEqualTo(new TaskhostProperties.Streams(Duration.ofSeconds(2), 20, 100));
	}

	@Test
	void everyPropertyReachesTheHost() {
		BackgroundTaskHostOptions options = options("cancel.grace-period=1", "cancel.abandon-after=2s",
				"cancel.escalate=false", "cancel.cascade=failure", "cancel.owner-retry.initial-delay=40",
				"cancel.owner-retry.max-delay=41", "close.transfer-fallback=keep", "close.hidden-timeout=3",
				"shutdown.grace-period=4", "shutdown.interrupt-wait=5", "limits.live-tasks=6",
				"limits.live-tasks-per-session=7", "limits.hidden-tasks=8", "limits.hidden-failures=9",
				"limits.kinds=10", "limits.subscriptions=11", "retention.max-age=12", "retention.max-records=13",
				"events.progress-interval=14", "events.subscription-buffer=15", "events.max-queued=16",
				"defaults.cancel-policy=abort-local", "defaults.close-policy=transfer", "defaults.timeout=17",
				"defaults.thread=platform", "kinds.monitor.cancel-policy=external", "kinds.monitor.close-policy=cancel",
				"kinds.monitor.timeout=18m", "kinds.monitor.max-concurrent=19", "kinds.monitor.thread=virtual",
				"kinds.monitor.reconcile-interval=20", "output.retained=21", "output.retained-size=22KB",
				"messages.retained=23", "messages.max-size=24KB", "limits.artifacts=25", "limits.answers=26",
				"limits.questions=40", "limits.report-size=27MB", "limits.attempts=31", "limits.wakes=32",
				"limits.wakes-per-session=33", "limits.recoveries=51", "defaults.start-after-commit=false",
				"kinds.monitor.heartbeat-timeout=34", "kinds.monitor.start-after-commit=true",
				"kinds.monitor.interrupt=never", "kinds.monitor.on-parent-failure=keep",
				"kinds.monitor.on-node-loss=fail", "kinds.monitor.schema-version=53", "kinds.monitor.durable=false",
				"kinds.monitor.max-concurrent-cluster=54", "kinds.monitor.priority=0", "kinds.monitor.rate-limit=600/m",
				"kinds.monitor.rate-limit-burst=7", "kinds.monitor.rate-limit-per-session=true",
				"kinds.monitor.rate-limit-scope=cluster", "kinds.monitor.retry.max-attempts=35",
				"kinds.monitor.retry.initial-delay=36", "kinds.monitor.retry.multiplier=3.7",
				"kinds.monitor.retry.max-delay=38m", "kinds.monitor.retry.jitter=0.39",
				"kinds.monitor.retry.retry-on=java.io.IOException,java.lang.IllegalStateException",
				"kinds.monitor.retry.not-on=java.io.FileNotFoundException", "control.timeout=28",
				"control.reconcile-jitter=0.29", "control.max-backoff=30", "control.deliver-attempts=42");
		assertThat(options).isEqualTo(new BackgroundTaskHostOptions("test",
				new CancelOptions(Duration.ofSeconds(1), Duration.ofSeconds(2), false, Set.of(CascadeTrigger.FAILURE),
						new CancelOptions.OwnerRetry(Duration.ofSeconds(40), Duration.ofSeconds(41))),
				new CloseOptions(ClosePolicy.KEEP, Duration.ofSeconds(3)),
				new ShutdownOptions(Duration.ofSeconds(4), Duration.ofSeconds(5)),
				new HostLimits(6, 7, 8, 9, 10, 11, 31, 32, 33, 51), new RetentionOptions(Duration.ofSeconds(12), 13),
				new EventOptions(Duration.ofMillis(14), 15, 16),
				new ReportOptions(21, 22 * 1024, 23, 24 * 1024, 25, 26, 40, 27 * 1024 * 1024),
				new ControlOptions(Duration.ofSeconds(28), 0.29, Duration.ofSeconds(30), 42),
				new KindOptions(CancelPolicy.ABORT_LOCAL, ClosePolicy.TRANSFER, Duration.ofSeconds(17), null,
						ThreadType.PLATFORM, null, null, null, false, null, null, null, null, null, null, null, null),
				Map.of("monitor", new KindOptions(CancelPolicy.EXTERNAL, ClosePolicy.CANCEL, Duration.ofMinutes(18), 19,
						ThreadType.VIRTUAL, Duration.ofSeconds(20),
						new TaskRetryPolicy(35, Duration.ofSeconds(36), 3.7, Duration.ofMinutes(38), 0.39,
								List.of("java.io.IOException", "java.lang.IllegalStateException"),
								List.of("java.io.FileNotFoundException")),
						Duration.ofSeconds(34), true, InterruptPolicy.NEVER, ParentFailurePolicy.KEEP,
						NodeLossPolicy.FAIL, 53, false, 54, 0,
						new RateLimit(new Rate(600, Duration.ofMinutes(1)), 7, true, RateLimitScope.CLUSTER)))));
	}

	@Test
	void cascadeTakesSeveralFatesOrNone() {
		assertThat(options("cancel.cascade=failure, cancel").cancel().cascade())
			.containsExactlyInAnyOrder(CascadeTrigger.CANCEL, CascadeTrigger.FAILURE);
		assertThat(options("cancel.cascade=").cancel().cascade()).isEmpty();
	}

	@Test
	void kindsWithDashesAreBoundWithAndWithoutBrackets() {
		assertThat(options("kinds[my-kind].timeout=1s", "kinds.your-kind.timeout=2s").kinds())
			.containsOnlyKeys("my-kind", "your-kind");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					cancel.grace-period=-1s             | taskhost.cancel.grace-period             | PT-1S         | zero or more
					cancel.abandon-after=-1s            | taskhost.cancel.abandon-after            | PT-1S         | zero or more
					cancel.owner-retry.initial-delay=0  | taskhost.cancel.owner-retry.initial-delay | PT0S         | more than zero
					cancel.owner-retry.max-delay=1ms    | taskhost.cancel.owner-retry.max-delay    | PT0.001S      | the initial delay or more
					close.transfer-fallback=transfer    | taskhost.close.transfer-fallback         | TRANSFER      | CANCEL or KEEP
					close.hidden-timeout=-1s            | taskhost.close.hidden-timeout            | PT-1S         | zero or more
					shutdown.grace-period=-1s           | taskhost.shutdown.grace-period           | PT-1S         | zero or more
					shutdown.interrupt-wait=-1s         | taskhost.shutdown.interrupt-wait         | PT-1S         | zero or more
					limits.live-tasks=0                 | taskhost.limits.live-tasks               | 0             | at least 1
					limits.live-tasks-per-session=0     | taskhost.limits.live-tasks-per-session   | 0             | at least 1
					limits.hidden-tasks=0               | taskhost.limits.hidden-tasks             | 0             | at least 1
					limits.hidden-failures=0            | taskhost.limits.hidden-failures          | 0             | at least 1
					limits.kinds=0                      | taskhost.limits.kinds                    | 0             | at least 1
					limits.attempts=0                   | taskhost.limits.attempts                 | 0             | at least 1
					limits.wakes=0                      | taskhost.limits.wakes                    | 0             | at least 1
					limits.wakes-per-session=0          | taskhost.limits.wakes-per-session        | 0             | at least 1
					kinds.monitor.heartbeat-timeout=0   | taskhost.kinds.monitor.heartbeat-timeout | PT0S          | more than zero
					kinds.monitor.retry.max-attempts=0  | taskhost.kinds.monitor.retry.max-attempts  | 0           | 1 to 1,000
					kinds.monitor.retry.initial-delay=0 | taskhost.kinds.monitor.retry.initial-delay | PT0S        | 10 ms or more
					kinds.monitor.retry.multiplier=0.5  | taskhost.kinds.monitor.retry.multiplier    | 0.5         | 1 to 100
					kinds.monitor.retry.max-delay=1ms   | taskhost.kinds.monitor.retry.max-delay     | PT0.001S    | the initial delay or more
					kinds.monitor.retry.jitter=1        | taskhost.kinds.monitor.retry.jitter        | 1.0         | 0 to less than 1
					limits.subscriptions=0              | taskhost.limits.subscriptions            | 0             | at least 1
					retention.max-age=-1s               | taskhost.retention.max-age               | PT-1S         | zero or more
					retention.max-records=-1            | taskhost.retention.max-records           | -1            | zero or more
					events.progress-interval=-1ms       | taskhost.events.progress-interval        | PT-0.001S     | zero or more
					events.subscription-buffer=0        | taskhost.events.subscription-buffer      | 0             | at least 1
					events.max-queued=0                 | taskhost.events.max-queued               | 0             | at least 1
					defaults.cancel-policy=external     | taskhost.defaults.cancel-policy          | EXTERNAL      | COOPERATIVE or ABORT_LOCAL
					defaults.timeout=0                  | taskhost.defaults.timeout                | PT0S          | more than zero
					kinds.monitor.timeout=0             | taskhost.kinds.monitor.timeout           | PT0S          | more than zero
					kinds.monitor.max-concurrent=0      | taskhost.kinds.monitor.max-concurrent    | 0             | at least 1
					kinds.monitor.priority=10           | taskhost.kinds.monitor.priority          | 10            | 0 to 9
					kinds.monitor.rate-limit=10         | taskhost.kinds.monitor.rate-limit        | 10            | such as 10/s
					kinds.monitor.rate-limit=0/s        | taskhost.kinds.monitor.rate-limit        | 0 in PT1S     | from 1 to 1,000,000
					kinds.monitor.rate-limit-burst=0    | taskhost.kinds.monitor.rate-limit-burst  | 0             | 1 to 1,000,000
					kinds.monitor.schema-version=0      | taskhost.kinds.monitor.schema-version    | 0             | at least 1
					kinds.Import_Orders.timeout=1s      | taskhost.kinds[Import_Orders]            | Import_Orders | lower-case letter
					kinds[Import_Orders].timeout=1s     | taskhost.kinds[Import_Orders]            | Import_Orders | lower-case letter
					kinds.monitor.reconcile-interval=0  | taskhost.kinds.monitor.reconcile-interval| PT0S          | more than zero
					output.retained=0                   | taskhost.output.retained                 | 0             | at least 1
					output.retained-size=0              | taskhost.output.retained-size            | 0B            | more than zero
					messages.retained=0                 | taskhost.messages.retained               | 0             | at least 1
					messages.max-size=-1B               | taskhost.messages.max-size               | -1B           | more than zero
					limits.artifacts=0                  | taskhost.limits.artifacts                | 0             | at least 1
					limits.answers=0                    | taskhost.limits.answers                  | 0             | at least 1
					limits.questions=0                  | taskhost.limits.questions                | 0             | at least 1
					limits.report-size=0                | taskhost.limits.report-size              | 0B            | more than zero
					control.timeout=0                   | taskhost.control.timeout                 | PT0S          | more than zero
					control.reconcile-jitter=1.1        | taskhost.control.reconcile-jitter        | 1.1           | 0 to 1
					control.reconcile-jitter=-0.1       | taskhost.control.reconcile-jitter        | -0.1          | 0 to 1
					control.reconcile-jitter=NaN        | taskhost.control.reconcile-jitter        | NaN           | 0 to 1
					control.max-backoff=-1s             | taskhost.control.max-backoff             | PT-1S         | more than zero
					control.deliver-attempts=0          | taskhost.control.deliver-attempts        | 0             | at least 1
					payload.max-size=-1B                | taskhost.payload.max-size                | -1B           | zero or more
					metrics.max-kinds=-1                | taskhost.metrics.max-kinds               | -1            | zero or more
					web.streams.heartbeat=0             | taskhost.web.streams.heartbeat           | PT0S          | more than zero
					web.streams.max-per-session=0       | taskhost.web.streams.max-per-session     | 0             | at least 1
					web.streams.max-per-caller=0        | taskhost.web.streams.max-per-caller      | 0             | at least 1
					""")
	void invalidValueIsReportedWithARemedy(String setting, String property, String value, String remedy) {
		Throwable failure = catchThrowable(() -> options(setting));
		FailureAnalysis analysis = new InvalidTaskhostPropertyFailureAnalyzer()
			.analyze(new IllegalStateException(failure));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("'" + property + "'").contains("'" + value + "'");
		assertThat(analysis.getAction()).contains(property).contains(remedy);
	}

	@Test
	void retryRequiresMaxAttempts() {
		Throwable failure = catchThrowable(() -> options("kinds.monitor.retry.initial-delay=5s"));
		FailureAnalysis analysis = new InvalidTaskhostPropertyFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription())
			.isEqualTo("The property 'taskhost.kinds.monitor.retry.max-attempts' is missing.");
		assertThat(analysis.getAction()).contains("required with");
	}

	@ParameterizedTest
	@CsvSource({ "retry-on,java.lang.String", "not-on,java.util.List" })
	void classThatIsNoThrowableIsReported(String list, String type) {
		Throwable failure = catchThrowable(() -> options("kinds.monitor.retry.max-attempts=3",
				"kinds.monitor.retry." + list + "=java.io.IOException," + type));
		FailureAnalysis analysis = new InvalidTaskhostPropertyFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("'taskhost.kinds.monitor.retry." + list + "'", "'" + type + "'");
		assertThat(analysis.getAction()).contains("extend Throwable");
	}

	@Test
	void invalidDefaultIsReportedAsADefault() {
		Throwable failure = catchThrowable(
				() -> options("kinds.monitor.retry.max-attempts=3", "kinds.monitor.retry.initial-delay=10m"));
		FailureAnalysis analysis = new InvalidTaskhostPropertyFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains("'taskhost.kinds.monitor.retry.max-delay'", "'PT5M'");
		assertThat(analysis.getAction()).contains("the default is PT5M");
	}

	private static BackgroundTaskHostOptions options(String... settings) {
		return HostOptionsFactory.create(bind(settings), "test");
	}

	private static TaskhostProperties bind(String... settings) {
		StandardEnvironment environment = new StandardEnvironment();
		for (String setting : settings) {
			TestPropertyValues.of("taskhost." + setting).applyTo(environment);
		}
		ConfigurationPropertySources.attach(environment);
		return Binder.get(environment).bindOrCreate("taskhost", TaskhostProperties.class);
	}

}
