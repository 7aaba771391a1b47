package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.function.Function;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;

/**
 * Reads the attributes of {@link BackgroundTaskKind}.
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
			return BackgroundTaskRegistration.ofKind(kind).build().kind();
		}
		catch (InvalidTaskArgumentException ex) {
			throw new InvalidKindMethodException(this.method, "its kind is '" + kind + "'.",
					"Name the kind by a lower-case letter, then at most 63 of a-z 0-9 -");
		}
	}

	KindOptions options(Function<String, @Nullable String> placeholders) {
		return new KindOptions(cancelPolicy(), only("closePolicy", ClosePolicy.class),
				duration("timeout", placeholders), maxConcurrent(), only("thread", ThreadType.class), null, retry(),
				duration("heartbeatTimeout", placeholders), null);
	}

	private @Nullable TaskRetryPolicy retry() {
		int attempts = this.annotation.getInt("maxAttempts");
		check(attempts >= 0 && attempts <= 1000, "maxAttempts", attempts, "Use 1 to 1,000, or 0 for one attempt.");
		return (attempts > 0) ? TaskRetryPolicy.ofMaxAttempts(attempts) : null;
	}

	private @Nullable CancelPolicy cancelPolicy() {
		CancelPolicy policy = only("cancelPolicy", CancelPolicy.class);
		check(policy != CancelPolicy.EXTERNAL, "cancelPolicy", policy,
				"Use COOPERATIVE or ABORT_LOCAL: nobody else could end the method.");
		return policy;
	}

	private @Nullable Integer maxConcurrent() {
		int value = this.annotation.getInt("maxConcurrent");
		check(value >= 0, "maxConcurrent", value, "Use at least 1, or 0 for no limit.");
		return (value > 0) ? value : null;
	}

	private @Nullable Duration duration(String attribute, Function<String, @Nullable String> placeholders) {
		String text = this.annotation.getString(attribute);
		String value = placeholders.apply(text);
		if (!StringUtils.hasText(value)) {
			return null;
		}
		Duration duration = duration(value);
		check(duration != null && duration.isPositive(), attribute, value,
				"Use a duration of more than zero, such as 10m or PT10M, or leave it out for no limit.");
		return duration;
	}

	private static @Nullable Duration duration(String value) {
		try {
			return DurationStyle.detectAndParse(value.trim(), ChronoUnit.SECONDS);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private <E extends Enum<E>> @Nullable E only(String attribute, Class<E> type) {
		E[] values = this.annotation.getEnumArray(attribute, type);
		check(values.length <= 1, attribute, Arrays.toString(values), "Use one value, or none.");
		return (values.length == 1) ? values[0] : null;
	}

	private void check(boolean valid, String attribute, @Nullable Object value, String remedy) {
		if (!valid) {
			throw new InvalidKindMethodException(this.method,
					"its attribute '" + attribute + "' has the value '" + value + "'.", remedy);
		}
	}

}
