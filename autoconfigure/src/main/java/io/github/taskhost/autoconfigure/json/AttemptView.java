package io.github.taskhost.autoconfigure.json;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * JSON of an attempt that has ended.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record AttemptView(int number, @Nullable String workerId,
		@JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant startedAt,
		@JsonFormat(shape = JsonFormat.Shape.STRING) Instant endedAt, @Nullable TaskFailure failure) {

	/** Requires the properties without default, since JSON may lack any of them. */
	AttemptView {
		Objects.requireNonNull(endedAt, "earlierAttempts.endedAt is missing");
	}

	static @Nullable List<AttemptView> of(List<TaskAttempt> attempts) {
		return attempts.isEmpty() ? null
				: attempts.stream()
					.map((attempt) -> new AttemptView(attempt.number(), attempt.workerId(), attempt.startedAt(),
							attempt.endedAt(), attempt.failure()))
					.toList();
	}

	static List<TaskAttempt> toAttempts(@Nullable List<AttemptView> views) {
		return (views == null) ? List.of()
				: views.stream()
					.map((view) -> new TaskAttempt(view.number(), view.workerId(), view.startedAt(), view.endedAt(),
							view.failure()))
					.toList();
	}

}
