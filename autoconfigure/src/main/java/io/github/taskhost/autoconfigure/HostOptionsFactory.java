package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.config.EventOptions;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.task.TaskhostDefaults;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Makes the options of the host of the properties. What Bean Validation checks is checked
 * here again, since an application may have none, and so is what it cannot express.
 */
final class HostOptionsFactory {

	private static final String ZERO_OR_MORE = "Use zero or more.";

	private static final String AT_LEAST_ONE = "Use at least 1.";

	private static final String MORE_THAN_ZERO = "Use more than zero.";

	private HostOptionsFactory() {
	}

	static BackgroundTaskHostOptions create(TaskhostProperties properties, String producer) {
		DataSize maxSize = properties.payload().maxSize();
		check(!maxSize.isNegative(), "payload.max-size", maxSize, ZERO_OR_MORE);
		check(properties.metrics().maxKinds() >= 0, "metrics.max-kinds", properties.metrics().maxKinds(), ZERO_OR_MORE);
		return new BackgroundTaskHostOptions(producer, cancel(properties.cancel()), close(properties.close()),
				shutdown(properties.shutdown()), limits(properties.limits()), retention(properties.retention()),
				events(properties.events()), reports(properties), control(properties.control()),
				defaults(properties.defaults()), kinds(properties.kinds()));
	}

	private static CancelOptions cancel(TaskhostProperties.Cancel cancel) {
		return new CancelOptions(notNegative("cancel.grace-period", cancel.gracePeriod()),
				notNegative("cancel.abandon-after", cancel.abandonAfter()), cancel.escalate(), cancel.cascade());
	}

	private static CloseOptions close(TaskhostProperties.Close close) {
		check(close.transferFallback() != ClosePolicy.TRANSFER, "close.transfer-fallback", close.transferFallback(),
				"Use CANCEL or KEEP: it says what happens when a transfer is not possible.");
		return new CloseOptions(close.transferFallback(), notNegative("close.hidden-timeout", close.hiddenTimeout()));
	}

	private static ShutdownOptions shutdown(TaskhostProperties.Shutdown shutdown) {
		return new ShutdownOptions(notNegative("shutdown.grace-period", shutdown.gracePeriod()),
				notNegative("shutdown.interrupt-wait", shutdown.interruptWait()));
	}

	private static HostLimits limits(TaskhostProperties.Limits limits) {
		return new HostLimits(positive("limits.live-tasks", limits.liveTasks()),
				positive("limits.live-tasks-per-session", limits.liveTasksPerSession()),
				positive("limits.hidden-tasks", limits.hiddenTasks()),
				positive("limits.hidden-failures", limits.hiddenFailures()), positive("limits.kinds", limits.kinds()),
				positive("limits.subscriptions", limits.subscriptions()),
				positive("limits.attempts", limits.attempts()), positive("limits.wakes", limits.wakes()),
				positive("limits.wakes-per-session", limits.wakesPerSession()));
	}

	private static RetentionOptions retention(TaskhostProperties.Retention retention) {
		check(retention.maxRecords() >= 0, "retention.max-records", retention.maxRecords(), ZERO_OR_MORE);
		return new RetentionOptions(notNegative("retention.max-age", retention.maxAge()), retention.maxRecords());
	}

	private static EventOptions events(TaskhostProperties.Events events) {
		return new EventOptions(notNegative("events.progress-interval", events.progressInterval()),
				positive("events.subscription-buffer", events.subscriptionBuffer()),
				positive("events.max-queued", events.maxQueued()));
	}

	private static ReportOptions reports(TaskhostProperties properties) {
		TaskhostProperties.Output output = properties.output();
		TaskhostProperties.Messages messages = properties.messages();
		TaskhostProperties.Limits limits = properties.limits();
		return new ReportOptions(positive("output.retained", output.retained()),
				positive("output.retained-size", output.retainedSize()),
				positive("messages.retained", messages.retained()), positive("messages.max-size", messages.maxSize()),
				positive("limits.artifacts", limits.artifacts()), positive("limits.answers", limits.answers()),
				positive("limits.report-size", limits.reportSize()));
	}

	private static ControlOptions control(TaskhostProperties.Control control) {
		double jitter = control.reconcileJitter();
		check(jitter >= 0 && jitter <= 1, "control.reconcile-jitter", jitter, "Use 0 to 1.");
		return new ControlOptions(positive("control.timeout", control.timeout()), jitter,
				positive("control.max-backoff", control.maxBackoff()));
	}

	private static KindOptions defaults(TaskhostProperties.Defaults defaults) {
		check(defaults.cancelPolicy() != CancelPolicy.EXTERNAL, "defaults.cancel-policy", defaults.cancelPolicy(),
				"Use COOPERATIVE or ABORT_LOCAL, which bodies need, and set EXTERNAL at the kinds of reported work.");
		return new KindOptions(defaults.cancelPolicy(), defaults.closePolicy(),
				timeout("defaults.timeout", defaults.timeout()), null, defaults.thread(), null, null, null,
				defaults.startAfterCommit());
	}

	private static Map<String, KindOptions> kinds(Map<String, TaskhostProperties.Kind> kinds) {
		Map<String, KindOptions> options = new LinkedHashMap<>();
		kinds.forEach((name, kind) -> options.put(checkedName(name), kind("kinds." + name, kind)));
		return options;
	}

	private static String checkedName(String name) {
		try {
			return BackgroundTaskRegistration.ofKind(name).build().kind();
		}
		catch (InvalidTaskArgumentException ex) {
			throw new InvalidTaskhostPropertyException("kinds[" + name + "]", name,
					"Name the kind as its tasks do: a lower-case letter, then at most 63 of a-z 0-9 -");
		}
	}

	private static KindOptions kind(String property, TaskhostProperties.Kind kind) {
		Integer maxConcurrent = kind.maxConcurrent();
		if (maxConcurrent != null) {
			positive(property + ".max-concurrent", maxConcurrent);
		}
		return new KindOptions(kind.cancelPolicy(), kind.closePolicy(), timeout(property + ".timeout", kind.timeout()),
				maxConcurrent, kind.thread(), interval(property + ".reconcile-interval", kind.reconcileInterval()),
				retry(property + ".retry", kind.retry()),
				timeout(property + ".heartbeat-timeout", kind.heartbeatTimeout()), kind.startAfterCommit());
	}

	private static @Nullable TaskRetryPolicy retry(String property, TaskhostProperties.@Nullable Retry retry) {
		if (retry == null) {
			return null;
		}
		check(retry.initialDelay().toMillis() >= 10, property + ".initial-delay", retry.initialDelay(),
				"Use 10 ms or more.");
		check(retry.multiplier() >= 1 && retry.multiplier() <= 100, property + ".multiplier", retry.multiplier(),
				"Use 1 to 100.");
		check(retry.maxDelay().compareTo(retry.initialDelay()) >= 0 && retry.maxDelay().toDays() <= 3650,
				property + ".max-delay", retry.maxDelay(),
				"Use the initial delay or more, and at most 3,650 days. It is " + TaskhostDefaults.RETRY_MAX_DELAY
						+ " when it is left out.");
		check(retry.jitter() >= 0 && retry.jitter() < 1, property + ".jitter", retry.jitter(), "Use 0 to less than 1.");
		Integer maxAttempts = retry.maxAttempts();
		if (maxAttempts == null || maxAttempts < 1 || maxAttempts > 1000) {
			throw new InvalidTaskhostPropertyException(property + ".max-attempts", maxAttempts,
					"Use 1 to 1,000; it is needed beside other properties of the retry, which replace what the kind says in code.");
		}
		return new TaskRetryPolicy(maxAttempts, retry.initialDelay(), retry.multiplier(), retry.maxDelay(),
				retry.jitter(), names(property + ".retry-on", retry.retryOn()),
				names(property + ".not-on", retry.notOn()));
	}

	/** The binding converts names to classes of any kind, whatever the list is of. */
	private static List<String> names(String property, List<? extends Class<?>> types) {
		types.forEach((type) -> check(Throwable.class.isAssignableFrom(type), property, type.getName(),
				"Use the names of exceptions or errors: classes that extend Throwable."));
		return types.stream().<String>map(Class::getName).toList();
	}

	private static @Nullable Duration timeout(String property, @Nullable Duration value) {
		check(value == null || value.isPositive(), property, value,
				"Use more than zero, or leave the property out for no limit.");
		return value;
	}

	private static @Nullable Duration interval(String property, @Nullable Duration value) {
		check(value == null || value.isPositive(), property, value,
				"Use more than zero, or leave the property out for what the executor of the kind asks for.");
		return value;
	}

	private static Duration positive(String property, Duration value) {
		check(value.isPositive(), property, value, MORE_THAN_ZERO);
		return value;
	}

	private static long positive(String property, DataSize value) {
		check(value.toBytes() >= 1, property, value, MORE_THAN_ZERO);
		return value.toBytes();
	}

	private static Duration notNegative(String property, Duration value) {
		check(!value.isNegative(), property, value, ZERO_OR_MORE);
		return value;
	}

	private static int positive(String property, int value) {
		check(value >= 1, property, value, AT_LEAST_ONE);
		return value;
	}

	private static void check(boolean valid, String property, @Nullable Object value, String remedy) {
		if (!valid) {
			throw new InvalidTaskhostPropertyException(property, value, remedy);
		}
	}

}
