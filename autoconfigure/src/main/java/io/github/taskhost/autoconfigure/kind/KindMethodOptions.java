package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Function;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.RateLimit;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;

/**
 * Reads the attributes of a {@link BackgroundTaskKind}.
 */
final class KindMethodOptions {

	private final Method method;

	private final MergedAnnotation<BackgroundTaskKind> annotation;

	KindMethodOptions(Method method, MergedAnnotation<BackgroundTaskKind> annotation) {
		this.method = method;
		this.annotation = annotation;
	}

	String kind() {
		String kind = this.annotation.getString(MergedAnnotation.VALUE);
		try {
			return Names.kind(kind);
		}
		catch (InvalidTaskArgumentException ex) {
			throw new InvalidKindMethodException(this.method, "its kind is '" + kind + "'.",
					"Use " + Names.KIND_RULE + ".");
		}
	}

	@Nullable String description() {
		String description = this.annotation.getString("description");
		return StringUtils.hasText(description) ? description : null;
	}

	KindOptions options(Function<String, @Nullable String> placeholders) {
		CancelPolicy cancelPolicy = only("cancelPolicy", CancelPolicy.class);
		check(cancelPolicy != CancelPolicy.EXTERNAL, "cancelPolicy", cancelPolicy,
				"Use COOPERATIVE or ABORT_LOCAL: a method is cancelled in this process.");
		Duration timeout = duration("timeout", placeholders);
		Duration heartbeatTimeout = duration("heartbeatTimeout", placeholders);
		try {
			return new KindOptions(cancelPolicy, only("closePolicy", ClosePolicy.class), timeout,
					numberOrNull("maxConcurrent"), only("thread", ThreadType.class), null, retry(), heartbeatTimeout,
					null, null, only("onParentFailure", ParentFailurePolicy.class),
					only("onNodeLoss", NodeLossPolicy.class), numberOrNull("schemaVersion"),
					this.annotation.getBoolean("durable") ? null : false, null, priority(), rateLimit(placeholders));
		}
		catch (InvalidOptionException ex) {
			throw invalid(attribute(ex.option()), ex.value(), "Use " + ex.remedy() + ", or leave it out.");
		}
	}

	/** Returns {@code maxAttempts} for {@code max-attempts}. */
	private static String attribute(String option) {
		String[] words = StringUtils.delimitedListToStringArray(option, "-");
		for (int i = 1; i < words.length; i++) {
			words[i] = StringUtils.capitalize(words[i]);
		}
		return String.join("", words);
	}

	private @Nullable TaskRetryPolicy retry() {
		Integer attempts = numberOrNull("maxAttempts");
		return (attempts != null) ? TaskRetryPolicy.ofMaxAttempts(attempts) : null;
	}

	private @Nullable RateLimit rateLimit(Function<String, @Nullable String> placeholders) {
		String rate = placeholders.apply(this.annotation.getString("rateLimit"));
		return StringUtils.hasText(rate) ? RateLimit.of(rate) : null;
	}

	private @Nullable Integer priority() {
		int value = this.annotation.getInt("priority");
		return (value != -1) ? value : null;
	}

	private @Nullable Integer numberOrNull(String attribute) {
		int value = this.annotation.getInt(attribute);
		return (value != 0) ? value : null;
	}

	private @Nullable Duration duration(String attribute, Function<String, @Nullable String> placeholders) {
		String value = placeholders.apply(this.annotation.getString(attribute));
		if (!StringUtils.hasText(value)) {
			return null;
		}
		try {
			return DurationStyle.detectAndParse(value.trim(), ChronoUnit.SECONDS);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(attribute, value, "Use a duration such as 10m or PT10M, or leave it out.");
		}
	}

	private <E extends Enum<E>> @Nullable E only(String attribute, Class<E> type) {
		E[] values = this.annotation.getEnumArray(attribute, type);
		check(values.length <= 1, attribute, Arrays.toString(values), "Use one value, or none.");
		return (values.length == 1) ? values[0] : null;
	}

	private void check(boolean valid, String attribute, @Nullable Object value, String remedy) {
		if (!valid) {
			throw invalid(attribute, value, remedy);
		}
	}

	private InvalidKindMethodException invalid(String attribute, @Nullable Object value, String remedy) {
		return new InvalidKindMethodException(this.method,
				"its attribute '" + attribute + "' has the value '" + value + "'.", remedy);
	}

}
