package io.github.taskhost.autoconfigure.json;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * JSON of a retry policy.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record RetryView(int maxAttempts, @JsonFormat(shape = JsonFormat.Shape.STRING) Duration initialDelay, double multiplier,
		@JsonFormat(shape = JsonFormat.Shape.STRING) Duration maxDelay, double jitter, @Nullable List<String> retryOn,
		@Nullable List<String> notOn) {

	/** Requires the properties without default, since JSON may lack any of them. */
	RetryView {
		Objects.requireNonNull(initialDelay, "retry.initialDelay is missing");
		Objects.requireNonNull(maxDelay, "retry.maxDelay is missing");
	}

	/** Returns {@code null} for work without retries. */
	static @Nullable RetryView of(TaskRetryPolicy policy) {
		return policy.withMaxAttempts(1).equals(TaskRetryPolicy.NONE) ? null : ofNullable(policy);
	}

	static @Nullable RetryView ofNullable(@Nullable TaskRetryPolicy policy) {
		return (policy == null) ? null : new RetryView(policy.maxAttempts(), policy.initialDelay(), policy.multiplier(),
				policy.maxDelay(), policy.jitter(), policy.retryOn(), policy.notOn());
	}

	TaskRetryPolicy toPolicy() {
		return new TaskRetryPolicy(this.maxAttempts, this.initialDelay, this.multiplier, this.maxDelay, this.jitter,
				Objects.requireNonNullElse(this.retryOn, List.of()), Objects.requireNonNullElse(this.notOn, List.of()));
	}

	static TaskRetryPolicy toPolicy(@Nullable RetryView view, int maxAttempts) {
		return (view != null) ? view.toPolicy() : TaskRetryPolicy.ofMaxAttempts(Math.max(1, maxAttempts));
	}

}
