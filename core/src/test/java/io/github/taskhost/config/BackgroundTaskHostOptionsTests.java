package io.github.taskhost.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.taskhost.config.CancelOptions.OwnerRetry;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Options of a host: defaults, options of kinds, and ranges. */
class BackgroundTaskHostOptionsTests {

	private static final Duration ZERO = Duration.ZERO;

	private static final Duration NEGATIVE = Duration.ofNanos(-1);

	@Test
	void defaultsComeFromTaskhostDefaults() {
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults();
		Duration thirtySeconds = Duration.ofSeconds(30);
		assertThat(options.cancel()).isEqualTo(new CancelOptions(thirtySeconds, thirtySeconds, true,
				EnumSet.allOf(CascadeTrigger.class), new OwnerRetry(Duration.ofSeconds(1), Duration.ofMinutes(1))));
		assertThat(options.close()).isEqualTo(new CloseOptions(ClosePolicy.CANCEL, thirtySeconds));
		assertThat(options.shutdown()).isEqualTo(new ShutdownOptions(Duration.ofSeconds(20), Duration.ofSeconds(5)));
		assertThat(options.limits())
			.isEqualTo(new HostLimits(100_000, 100_000, 10_000, 100, 10_000, 1000, 20, 100_000, 1000, 3));
		assertThat(options.retention()).isEqualTo(new RetentionOptions(Duration.ofHours(24), 100_000));
		assertThat(options.events()).isEqualTo(new EventOptions(Duration.ofMillis(100), 256, 1024));
		assertThat(options.defaults()).isEqualTo(KindOptions.NONE);
		assertThat(options.kinds()).isEmpty();
	}

	@Test
	void unsetOptionOfAKindComesFromTheDefaults() {
		KindOptions defaults = KindOptions.NONE.withCancelPolicy(CancelPolicy.ABORT_LOCAL)
			.withClosePolicy(ClosePolicy.CANCEL)
			.withTimeout(Duration.ofMinutes(1))
			.withThread(ThreadType.PLATFORM);
		KindOptions own = KindOptions.NONE.withClosePolicy(ClosePolicy.TRANSFER).withMaxConcurrent(2);
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults()
			.withKindDefaults(defaults)
			.withKinds(Map.of("import", own));
		assertThat(options.forKind("import"))
			.isEqualTo(new KindOptions(CancelPolicy.ABORT_LOCAL, ClosePolicy.TRANSFER, Duration.ofMinutes(1), 2,
					ThreadType.PLATFORM, null, null, null, null, null, null, null, null, null, null, null, null));
		assertThat(options.forKind("other")).isEqualTo(defaults);
	}

	@Test
	void eachOptionCanBeChangedSeparately() {
		BackgroundTaskHostOptions defaults = BackgroundTaskHostOptions.withDefaults();
		CancelOptions cancel = new CancelOptions(ZERO, ZERO, false, false);
		CloseOptions close = new CloseOptions(ClosePolicy.KEEP, ZERO);
		ShutdownOptions shutdown = new ShutdownOptions(ZERO, ZERO);
		RetentionOptions retention = new RetentionOptions(ZERO, 0);
		EventOptions events = new EventOptions(ZERO, 1, 1);
		BackgroundTaskHostOptions changed = defaults.withProducer("app")
			.withCancel(cancel)
			.withClose(close)
			.withShutdown(shutdown)
			.withLimits((limits) -> limits.withLiveTasks(2, 3)
				.withHiddenTasks(4, 5)
				.withKinds(6)
				.withSubscriptions(7)
				.withAttempts(8)
				.withWakes(9, 10))
			.withRetention(retention)
			.withEvents(events);
		assertThat(changed).isEqualTo(new BackgroundTaskHostOptions("app", cancel, close, shutdown,
				new HostLimits(2, 3, 4, 5, 6, 7, 8, 9, 10, 3), retention, events, ReportOptions.withDefaults(),
				ControlOptions.withDefaults(), KindOptions.NONE, Map.of()));
		assertThat(defaults).isEqualTo(BackgroundTaskHostOptions.withDefaults());
	}

	static Stream<Arguments> wrongOptions() {
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults();
		return Stream.of(wrong("taskhost.cancel.grace-period", () -> new CancelOptions(NEGATIVE, ZERO, true, true)),
				wrong("cancel.abandon-after", () -> new CancelOptions(ZERO, NEGATIVE, true, true)),
				wrong("cancel.owner-retry.initial-delay", () -> new OwnerRetry(ZERO, ZERO)),
				wrong("cancel.owner-retry.max-delay",
						() -> new OwnerRetry(Duration.ofSeconds(2), Duration.ofSeconds(1))),
				wrong("taskhost.close.transfer-fallback", () -> new CloseOptions(ClosePolicy.TRANSFER, ZERO)),
				wrong("close.hidden-timeout", () -> new CloseOptions(ClosePolicy.KEEP, NEGATIVE)),
				wrong("shutdown.grace-period", () -> new ShutdownOptions(NEGATIVE, ZERO)),
				wrong("shutdown.interrupt-wait", () -> new ShutdownOptions(ZERO, NEGATIVE)),
				wrong("taskhost.limits.live-tasks ", () -> new HostLimits(0, 1, 1, 1, 1, 1, 1, 1, 1, 1)),
				wrong("limits.live-tasks-per-session", () -> new HostLimits(1, 0, 1, 1, 1, 1, 1, 1, 1, 1)),
				wrong("limits.hidden-tasks", () -> new HostLimits(1, 1, 0, 1, 1, 1, 1, 1, 1, 1)),
				wrong("limits.hidden-failures", () -> new HostLimits(1, 1, 1, 0, 1, 1, 1, 1, 1, 1)),
				wrong("limits.kinds", () -> new HostLimits(1, 1, 1, 1, 0, 1, 1, 1, 1, 1)),
				wrong("limits.subscriptions", () -> new HostLimits(1, 1, 1, 1, 1, 0, 1, 1, 1, 1)),
				wrong("limits.attempts", () -> new HostLimits(1, 1, 1, 1, 1, 1, 0, 1, 1, 1)),
				wrong("limits.wakes ", () -> new HostLimits(1, 1, 1, 1, 1, 1, 1, 0, 1, 1)),
				wrong("limits.wakes-per-session", () -> new HostLimits(1, 1, 1, 1, 1, 1, 1, 1, 0, 1)),
				wrong("limits.recoveries", () -> new HostLimits(1, 1, 1, 1, 1, 1, 1, 1, 1, 0)),
				wrong("output.retained ", () -> new ReportOptions(0, 1, 1, 1, 1, 1, 1, 1)),
				wrong("output.retained-size", () -> new ReportOptions(1, 0, 1, 1, 1, 1, 1, 1)),
				wrong("messages.retained", () -> new ReportOptions(1, 1, 0, 1, 1, 1, 1, 1)),
				wrong("messages.max-size", () -> new ReportOptions(1, 1, 1, 0, 1, 1, 1, 1)),
				wrong("limits.artifacts", () -> new ReportOptions(1, 1, 1, 1, 0, 1, 1, 1)),
				wrong("limits.answers", () -> new ReportOptions(1, 1, 1, 1, 1, 0, 1, 1)),
				wrong("limits.questions", () -> new ReportOptions(1, 1, 1, 1, 1, 1, 0, 1)),
				wrong("limits.report-size", () -> new ReportOptions(1, 1, 1, 1, 1, 1, 1, 0)),
				wrong("taskhost.control.timeout", () -> new ControlOptions(ZERO, 0, Duration.ofSeconds(1))),
				wrong("control.reconcile-jitter",
						() -> new ControlOptions(Duration.ofSeconds(1), 1.1, Duration.ofSeconds(1))),
				wrong("control.max-backoff", () -> new ControlOptions(Duration.ofSeconds(1), 0, ZERO)),
				wrong("control.deliver-attempts",
						() -> new ControlOptions(Duration.ofSeconds(1), 0, Duration.ofSeconds(1), 0)),
				wrong("reconcile-interval", () -> KindOptions.NONE.withReconcileInterval(ZERO)),
				wrong("heartbeat-timeout", () -> KindOptions.NONE.withHeartbeatTimeout(NEGATIVE)),
				wrong("retention.max-age", () -> new RetentionOptions(NEGATIVE, 0)),
				wrong("retention.max-records", () -> new RetentionOptions(ZERO, -1)),
				wrong("events.progress-interval", () -> new EventOptions(NEGATIVE, 1, 1)),
				wrong("events.subscription-buffer", () -> new EventOptions(ZERO, 0, 1)),
				wrong("events.max-queued", () -> new EventOptions(ZERO, 1, 0)),
				wrong("timeout", () -> KindOptions.NONE.withTimeout(ZERO)),
				wrong("max-concurrent", () -> KindOptions.NONE.withMaxConcurrent(0)),
				wrong("priority of a kind", () -> KindOptions.NONE.withPriority(10)),
				wrong("max-concurrent", () -> options.withKindDefaults(KindOptions.NONE.withMaxConcurrent(1))),
				wrong("EXTERNAL",
						() -> options.withKindDefaults(KindOptions.NONE.withCancelPolicy(CancelPolicy.EXTERNAL))),
				wrong("'Import'", () -> options.withKinds(Map.of("Import", KindOptions.NONE))));
	}

	private static Arguments wrong(String name, ThrowingCallable making) {
		return Arguments.of(name, making);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("wrongOptions")
	void invalidOptionIsRefusedWithItsName(String name, ThrowingCallable making) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(making).withMessageContaining(name);
	}

	@Test
	void minimumOfARangeIsAccepted() {
		assertThatNoException().isThrownBy(() -> {
			new HostLimits(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
			KindOptions.NONE.withTimeout(Duration.ofNanos(1)).withMaxConcurrent(1);
		});
	}

	@Test
	void kindMayHaveTheCancelPolicyExternal() {
		KindOptions external = KindOptions.NONE.withCancelPolicy(CancelPolicy.EXTERNAL);
		assertThat(BackgroundTaskHostOptions.withDefaults().withKinds(Map.of("remote", external)).forKind("remote"))
			.isEqualTo(external);
	}

	@Test
	void mapOfKindsIsCopied() {
		Map<String, KindOptions> kinds = new HashMap<>();
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults().withKinds(kinds);
		kinds.put("late", KindOptions.NONE.withMaxConcurrent(1));
		assertThat(options.kinds()).isEmpty();
	}

}
