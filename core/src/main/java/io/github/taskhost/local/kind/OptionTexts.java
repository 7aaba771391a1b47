package io.github.taskhost.local.kind;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.RateLimit;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The options of a kind as texts, by the names of their properties.
 */
final class OptionTexts {

	private final Map<String, String> texts = new TreeMap<>();

	private OptionTexts() {
	}

	/** Writes the options that are set. */
	static Map<String, String> of(KindOptions options) {
		OptionTexts texts = new OptionTexts();
		texts.put("cancel-policy", options.cancelPolicy());
		texts.put("close-policy", options.closePolicy());
		texts.put("timeout", options.timeout());
		texts.put("max-concurrent", options.maxConcurrent());
		texts.put("max-concurrent-cluster", options.maxConcurrentCluster());
		texts.put("thread", options.thread());
		texts.put("reconcile-interval", options.reconcileInterval());
		texts.put("heartbeat-timeout", options.heartbeatTimeout());
		texts.put("start-after-commit", options.startAfterCommit());
		texts.put("interrupt", options.interrupt());
		texts.put("on-parent-failure", options.onParentFailure());
		texts.put("on-node-loss", options.onNodeLoss());
		texts.put("schema-version", options.schemaVersion());
		texts.put("durable", options.durable());
		texts.put("priority", options.priority());
		if (options.rateLimit() != null) {
			texts.putRateLimit(options.rateLimit());
		}
		if (options.retry() != null) {
			texts.putRetry(options.retry());
		}
		return texts.texts;
	}

	private void putRateLimit(RateLimit limit) {
		put("rate-limit", limit.rate());
		put("rate-limit-burst", limit.effectiveBurst());
		put("rate-limit-per-session", limit.perSession());
		put("rate-limit-scope", limit.scope());
	}

	private void putRetry(TaskRetryPolicy retry) {
		put("retry.max-attempts", retry.maxAttempts());
		put("retry.initial-delay", retry.initialDelay());
		put("retry.multiplier", retry.multiplier());
		put("retry.max-delay", retry.maxDelay());
		put("retry.jitter", retry.jitter());
		put("retry.retry-on", retry.retryOn().isEmpty() ? null : String.join(",", retry.retryOn()));
		put("retry.not-on", retry.notOn().isEmpty() ? null : String.join(",", retry.notOn()));
	}

	private void put(String option, @Nullable Object value) {
		if (value != null) {
			this.texts.put(option,
					(value instanceof Enum<?> constant) ? constant.name().toLowerCase(Locale.ROOT) : value.toString());
		}
	}

}
