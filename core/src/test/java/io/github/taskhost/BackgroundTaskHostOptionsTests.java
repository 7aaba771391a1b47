package io.github.taskhost;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHostOptions.Cancel;
import io.github.taskhost.BackgroundTaskHostOptions.Close;
import io.github.taskhost.BackgroundTaskHostOptions.Control;
import io.github.taskhost.BackgroundTaskHostOptions.Events;
import io.github.taskhost.BackgroundTaskHostOptions.KindOptions;
import io.github.taskhost.BackgroundTaskHostOptions.Limits;
import io.github.taskhost.BackgroundTaskHostOptions.Reports;
import io.github.taskhost.BackgroundTaskHostOptions.Retention;
import io.github.taskhost.BackgroundTaskHostOptions.Shutdown;
import io.github.taskhost.BackgroundTaskHostOptions.ThreadType;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Options of a host: the defaults, the kinds, and what is refused. */
class BackgroundTaskHostOptionsTests {

	private static final Duration ZERO = Duration.ZERO;

	private static final Duration NEGATIVE = Duration.ofNanos(-1);

	@Test
	void defaultsAreThoseOfTheOnePlace() {
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults();
		Duration thirtySeconds = Duration.ofSeconds(30);
		assertThat(options.cancel()).isEqualTo(new Cancel(thirtySeconds, thirtySeconds, true, true));
		assertThat(options.close()).isEqualTo(new Close(ClosePolicy.CANCEL, thirtySeconds));
		assertThat(options.shutdown()).isEqualTo(new Shutdown(Duration.ofSeconds(20), Duration.ofSeconds(5)));
		assertThat(options.limits())
			.isEqualTo(new Limits(100_000, 100_000, 10_000, 100, 10_000, 1000, 20, 100_000, 1000));
		assertThat(options.retention()).isEqualTo(new Retention(Duration.ofHours(24), 100_000));
		assertThat(options.events()).isEqualTo(new Events(Duration.ofMillis(100), 256, 1024));
		assertThat(options.defaults()).isEqualTo(KindOptions.NONE);
		assertThat(options.kinds()).isEmpty();
	}

	@Test
	void kindTakesFromTheDefaultsWhatItLeavesOut() {
		KindOptions defaults = KindOptions.NONE.withCancelPolicy(CancelPolicy.ABORT_LOCAL)
			.withClosePolicy(ClosePolicy.CANCEL)
			.withTimeout(Duration.ofMinutes(1))
			.withThread(ThreadType.PLATFORM);
		KindOptions own = KindOptions.NONE.withClosePolicy(ClosePolicy.TRANSFER).withMaxConcurrent(2);
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults()
			.withKindDefaults(defaults)
			.withKinds(Map.of("import", own));
		assertThat(options.forKind("import")).isEqualTo(new KindOptions(CancelPolicy.ABORT_LOCAL, ClosePolicy.TRANSFER,
				Duration.ofMinutes(1), 2, ThreadType.PLATFORM, null, null, null, null));
		assertThat(options.forKind("other")).isEqualTo(defaults);
	}

	@Test
	void everyOptionCanBeChangedAlone() {
		BackgroundTaskHostOptions defaults = BackgroundTaskHostOptions.withDefaults();
		Cancel cancel = new Cancel(ZERO, ZERO, false, false);
		Close close = new Close(ClosePolicy.KEEP, ZERO);
		Shutdown shutdown = new Shutdown(ZERO, ZERO);
		Retention retention = new Retention(ZERO, 0);
		Events events = new Events(ZERO, 1, 1);
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
		assertThat(changed).isEqualTo(
				new BackgroundTaskHostOptions("app", cancel, close, shutdown, new Limits(2, 3, 4, 5, 6, 7, 8, 9, 10),
						retention, events, BackgroundTaskHostOptions.Reports.withDefaults(),
						BackgroundTaskHostOptions.Control.withDefaults(), KindOptions.NONE, Map.of()));
		assertThat(defaults).isEqualTo(BackgroundTaskHostOptions.withDefaults());
	}

	static Stream<Arguments> wrongOptions() {
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults();
		return Stream.of(wrong("taskhost.cancel.grace-period", () -> new Cancel(NEGATIVE, ZERO, true, true)),
				wrong("cancel.abandon-after", () -> new Cancel(ZERO, NEGATIVE, true, true)),
				wrong("taskhost.close.transfer-fallback", () -> new Close(ClosePolicy.TRANSFER, ZERO)),
				wrong("close.hidden-timeout", () -> new Close(ClosePolicy.KEEP, NEGATIVE)),
				wrong("shutdown.grace-period", () -> new Shutdown(NEGATIVE, ZERO)),
				wrong("shutdown.interrupt-wait", () -> new Shutdown(ZERO, NEGATIVE)),
				wrong("taskhost.limits.live-tasks ", () -> new Limits(0, 1, 1, 1, 1, 1, 1, 1, 1)),
				wrong("limits.live-tasks-per-session", () -> new Limits(1, 0, 1, 1, 1, 1, 1, 1, 1)),
				wrong("limits.hidden-tasks", () -> new Limits(1, 1, 0, 1, 1, 1, 1, 1, 1)),
				wrong("limits.hidden-failures", () -> new Limits(1, 1, 1, 0, 1, 1, 1, 1, 1)),
				wrong("limits.kinds", () -> new Limits(1, 1, 1, 1, 0, 1, 1, 1, 1)),
				wrong("limits.subscriptions", () -> new Limits(1, 1, 1, 1, 1, 0, 1, 1, 1)),
				wrong("limits.attempts", () -> new Limits(1, 1, 1, 1, 1, 1, 0, 1, 1)),
				wrong("limits.wakes ", () -> new Limits(1, 1, 1, 1, 1, 1, 1, 0, 1)),
				wrong("limits.wakes-per-session", () -> new Limits(1, 1, 1, 1, 1, 1, 1, 1, 0)),
				wrong("output.retained ", () -> new Reports(0, 1, 1, 1, 1, 1, 1)),
				wrong("output.retained-size", () -> new Reports(1, 0, 1, 1, 1, 1, 1)),
				wrong("messages.retained", () -> new Reports(1, 1, 0, 1, 1, 1, 1)),
				wrong("messages.max-size", () -> new Reports(1, 1, 1, 0, 1, 1, 1)),
				wrong("limits.artifacts", () -> new Reports(1, 1, 1, 1, 0, 1, 1)),
				wrong("limits.answers", () -> new Reports(1, 1, 1, 1, 1, 0, 1)),
				wrong("limits.report-size", () -> new Reports(1, 1, 1, 1, 1, 1, 0)),
				wrong("taskhost.control.timeout", () -> new Control(ZERO, 0, Duration.ofSeconds(1))),
				wrong("control.reconcile-jitter", () -> new Control(Duration.ofSeconds(1), 1.1, Duration.ofSeconds(1))),
				wrong("control.max-backoff", () -> new Control(Duration.ofSeconds(1), 0, ZERO)),
				wrong("reconcile-interval", () -> KindOptions.NONE.withReconcileInterval(ZERO)),
				wrong("heartbeat-timeout", () -> KindOptions.NONE.withHeartbeatTimeout(NEGATIVE)),
				wrong("retention.max-age", () -> new Retention(NEGATIVE, 0)),
				wrong("retention.max-records", () -> new Retention(ZERO, -1)),
				wrong("events.progress-interval", () -> new Events(NEGATIVE, 1, 1)),
				wrong("events.subscription-buffer", () -> new Events(ZERO, 0, 1)),
				wrong("events.max-queued", () -> new Events(ZERO, 1, 0)),
				wrong("timeout", () -> KindOptions.NONE.withTimeout(ZERO)),
				wrong("max-concurrent", () -> KindOptions.NONE.withMaxConcurrent(0)),
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
	void wrongOptionIsRefusedByName(String name, ThrowingCallable making) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(making).withMessageContaining(name);
	}

	@Test
	void smallestOptionsAreTaken() {
		assertThatNoException().isThrownBy(() -> {
			new Limits(1, 1, 1, 1, 1, 1, 1, 1, 1);
			KindOptions.NONE.withTimeout(Duration.ofNanos(1)).withMaxConcurrent(1);
		});
	}

	@Test
	void kindOfReportedWorkMayBeExternal() {
		KindOptions external = KindOptions.NONE.withCancelPolicy(CancelPolicy.EXTERNAL);
		assertThat(BackgroundTaskHostOptions.withDefaults().withKinds(Map.of("remote", external)).forKind("remote"))
			.isEqualTo(external);
	}

	@Test
	void kindsDoNotFollowTheMapTheyWereMadeOf() {
		Map<String, KindOptions> kinds = new HashMap<>();
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults().withKinds(kinds);
		kinds.put("late", KindOptions.NONE.withMaxConcurrent(1));
		assertThat(options.kinds()).isEmpty();
	}

}
