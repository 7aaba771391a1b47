package io.github.taskhost.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.config.EventOptions;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.Rate;
import io.github.taskhost.kind.RateLimit;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Creates the options of the host from the properties. The options check their ranges; a
 * value that they refuse is reported as that of its property.
 */
final class HostOptionsFactory {

	private static final RateLimit NO_RATE_LIMIT = new RateLimit(null, null, null, null);

	private HostOptionsFactory() {
	}

	static BackgroundTaskHostOptions create(TaskhostProperties properties, String producer) {
		DataSize maxSize = properties.payload().maxSize();
		check(!maxSize.isNegative(), "payload.max-size", maxSize, "Use zero or more.");
		int maxKinds = properties.metrics().maxKinds();
		check(maxKinds >= 0, "metrics.max-kinds", maxKinds, "Use zero or more.");
		// Also without a web server, so that tests find wrong values.
		translated("web.streams.", properties.web().streams()::options);
		return translated("", () -> options(properties, producer));
	}

	private static BackgroundTaskHostOptions options(TaskhostProperties properties, String producer) {
		TaskhostProperties.Close close = properties.close();
		TaskhostProperties.Shutdown shutdown = properties.shutdown();
		TaskhostProperties.Retention retention = properties.retention();
		TaskhostProperties.Events events = properties.events();
		TaskhostProperties.Control control = properties.control();
		return new BackgroundTaskHostOptions(producer, cancel(properties.cancel()),
				new CloseOptions(close.transferFallback(), close.hiddenTimeout()),
				new ShutdownOptions(shutdown.gracePeriod(), shutdown.interruptWait()), limits(properties.limits()),
				new RetentionOptions(retention.maxAge(), retention.maxRecords()),
				new EventOptions(events.progressInterval(), events.subscriptionBuffer(), events.maxQueued()),
				reports(properties), new ControlOptions(control.timeout(), control.reconcileJitter(),
						control.maxBackoff(), control.deliverAttempts()),
				defaults(properties.defaults()), kinds(properties.kinds()));
	}

	private static CancelOptions cancel(TaskhostProperties.Cancel cancel) {
		TaskhostProperties.OwnerRetry ownerRetry = cancel.ownerRetry();
		return new CancelOptions(cancel.gracePeriod(), cancel.abandonAfter(), cancel.escalate(), cancel.cascade(),
				new CancelOptions.OwnerRetry(ownerRetry.initialDelay(), ownerRetry.maxDelay()));
	}

	private static HostLimits limits(TaskhostProperties.Limits limits) {
		return new HostLimits(limits.liveTasks(), limits.liveTasksPerSession(), limits.hiddenTasks(),
				limits.hiddenFailures(), limits.kinds(), limits.subscriptions(), limits.attempts(), limits.wakes(),
				limits.wakesPerSession(), limits.recoveries());
	}

	private static ReportOptions reports(TaskhostProperties properties) {
		TaskhostProperties.Output output = properties.output();
		TaskhostProperties.Messages messages = properties.messages();
		TaskhostProperties.Limits limits = properties.limits();
		return new ReportOptions(output.retained(), output.retainedSize().toBytes(), messages.retained(),
				messages.maxSize().toBytes(), limits.artifacts(), limits.answers(), limits.questions(),
				limits.reportSize().toBytes());
	}

	private static KindOptions defaults(TaskhostProperties.Defaults defaults) {
		return translated("defaults.",
				() -> new KindOptions(defaults.cancelPolicy(), defaults.closePolicy(), defaults.timeout(), null,
						defaults.thread(), null, null, null, defaults.startAfterCommit(), null, null, null, null, null,
						null, null, null));
	}

	private static Map<String, KindOptions> kinds(Map<String, TaskhostProperties.Kind> kinds) {
		Map<String, KindOptions> options = new LinkedHashMap<>();
		kinds.forEach((name, kind) -> options.put(name, kind("kinds." + name + ".", kind)));
		return options;
	}

	private static KindOptions kind(String prefix, TaskhostProperties.Kind kind) {
		TaskRetryPolicy retry = retry(prefix + "retry.", kind.retry());
		return translated(prefix, () -> new KindOptions(kind.cancelPolicy(), kind.closePolicy(), kind.timeout(),
				kind.maxConcurrent(), kind.thread(), kind.reconcileInterval(), retry, kind.heartbeatTimeout(),
				kind.startAfterCommit(), kind.interrupt(), kind.onParentFailure(), kind.onNodeLoss(),
				kind.schemaVersion(), kind.durable(), kind.maxConcurrentCluster(), kind.priority(), rateLimit(kind)));
	}

	private static @Nullable RateLimit rateLimit(TaskhostProperties.Kind kind) {
		Rate rate = (kind.rateLimit() != null) ? Rate.of(kind.rateLimit()) : null;
		RateLimit limit = new RateLimit(rate, kind.rateLimitBurst(), kind.rateLimitPerSession(), kind.rateLimitScope());
		return limit.equals(NO_RATE_LIMIT) ? null : limit;
	}

	private static @Nullable TaskRetryPolicy retry(String prefix, TaskhostProperties.@Nullable Retry retry) {
		if (retry == null) {
			return null;
		}
		Integer maxAttempts = retry.maxAttempts();
		List<String> retryOn = names(prefix + "retry-on", retry.retryOn());
		List<String> notOn = names(prefix + "not-on", retry.notOn());
		TaskRetryPolicy policy = translated(prefix,
				() -> new TaskRetryPolicy(Objects.requireNonNullElse(maxAttempts, 1), retry.initialDelay(),
						retry.multiplier(), retry.maxDelay(), retry.jitter(), retryOn, notOn));
		if (maxAttempts == null) {
			throw new InvalidTaskhostPropertyException(prefix + "max-attempts", null,
					"Use 1 to 1,000. It is required with other properties of the retry, which replace the retry policy "
							+ "that the kind has in code.");
		}
		return policy;
	}

	/** The binding converts names to any classes, whatever the type of the list. */
	private static List<String> names(String property, List<? extends Class<?>> types) {
		types.forEach((type) -> check(Throwable.class.isAssignableFrom(type), property, type.getName(),
				"Use the names of exceptions or errors: classes that extend Throwable."));
		return types.stream().<String>map(Class::getName).toList();
	}

	private static <T> T translated(String prefix, Supplier<T> options) {
		try {
			return options.get();
		}
		catch (InvalidOptionException ex) {
			throw new InvalidTaskhostPropertyException(prefix + ex.option(), ex.value(), "Use " + ex.remedy() + ".");
		}
	}

	private static void check(boolean valid, String property, @Nullable Object value, String remedy) {
		if (!valid) {
			throw new InvalidTaskhostPropertyException(property, value, remedy);
		}
	}

}
