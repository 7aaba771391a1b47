package io.github.taskhost.autoconfigure.json;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Shape;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskResult;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * JSON of a record. Its components are those of {@link BackgroundTaskRecord}, the most
 * important ones first. The duration of a live task is the one at the time of writing; it
 * is not read.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record RecordView(String id, String sessionId, String kind, BackgroundTaskState state, @Nullable String displayName,
		UUID uid, TaskMode mode, String producer, @Nullable String parentTaskId, @Nullable UUID parentUid,
		@Nullable String status, @Nullable Progress progress, @Nullable String summary, @Nullable TaskResult result,
		@Nullable TaskFailure failure, @Nullable InputRequest inputRequest, @Nullable Integer questions,
		@JsonFormat(shape = Shape.STRING) @Nullable Instant cancelRequestedAt, @Nullable String cancelReason,
		@Nullable String cancelledBy, boolean abandoned, CancelPolicy cancelPolicy, ClosePolicy closePolicy,
		@JsonFormat(shape = Shape.STRING) @Nullable Duration timeout, int attempt, int maxAttempts,
		@Nullable RetryView retry, @JsonFormat(shape = Shape.STRING) @Nullable Instant nextAttemptAt,
		@JsonFormat(shape = Shape.STRING) @Nullable Instant attemptStartedAt,
		@Nullable List<AttemptView> earlierAttempts, @Nullable String idempotencyKey,
		@Nullable IdempotencyPolicy idempotencyPolicy, @Nullable JsonPayload input, WakePolicy wakePolicy,
		@Nullable String workerId, @JsonFormat(shape = Shape.STRING) Instant createdAt,
		@JsonFormat(shape = Shape.STRING) @Nullable Instant startedAt,
		@JsonFormat(shape = Shape.STRING) Instant updatedAt,
		@JsonFormat(shape = Shape.STRING) @Nullable Instant finishedAt,
		@JsonFormat(shape = Shape.STRING) Instant stateSince,
		@JsonFormat(shape = Shape.STRING) @Nullable Instant heartbeatAt,
		@JsonFormat(shape = Shape.STRING) @Nullable Duration duration,
		@JsonFormat(shape = Shape.STRING) @Nullable Duration runTime, @Nullable List<TaskArtifact> artifacts,
		@Nullable TaskLinks links, @Nullable NodeLossPolicy onNodeLoss, @Nullable Integer schemaVersion, long version,
		long eventSequence, @Nullable RegistrationView registration, @Nullable List<UUID> predecessors,
		@Nullable Boolean held) {

	/** Requires the properties without default, since JSON may lack any of them. */
	RecordView {
		Objects.requireNonNull(id, "id is missing");
		Objects.requireNonNull(sessionId, "sessionId is missing");
		Objects.requireNonNull(kind, "kind is missing");
		Objects.requireNonNull(state, "state is missing");
		Objects.requireNonNull(uid, "uid is missing");
		Objects.requireNonNull(mode, "mode is missing");
		Objects.requireNonNull(producer, "producer is missing");
		Objects.requireNonNull(cancelPolicy, "cancelPolicy is missing");
		Objects.requireNonNull(closePolicy, "closePolicy is missing");
		Objects.requireNonNull(wakePolicy, "wakePolicy is missing");
		Objects.requireNonNull(createdAt, "createdAt is missing");
		Objects.requireNonNull(updatedAt, "updatedAt is missing");
		Objects.requireNonNull(stateSince, "stateSince is missing");
	}

	static RecordView of(BackgroundTaskRecord record) {
		return new RecordView(record.id(), record.sessionId(), record.kind(), record.state(), record.displayName(),
				record.uid(), record.mode(), record.producer(), record.parentTaskId(), record.parentUid(),
				record.status(), record.progress(), record.summary(), record.result(), record.failure(),
				record.inputRequest(), (record.questions() > 0) ? record.questions() : null, record.cancelRequestedAt(),
				record.cancelReason(), record.cancelledBy(), record.abandoned(), record.cancelPolicy(),
				record.closePolicy(), record.timeout(), record.attempt(), record.maxAttempts(),
				RetryView.of(record.retry()), record.nextAttemptAt(),
				(record.attempt() > 1) ? record.attemptStartedAt() : null, AttemptView.of(record.earlierAttempts()),
				record.idempotencyKey(), policyOrNull(record.registration()), record.input(), record.wakePolicy(),
				record.workerId(), record.createdAt(), record.startedAt(), record.updatedAt(), record.finishedAt(),
				record.stateSince(), record.heartbeatAt(), record.duration(Instant.now()), runTimeOrNull(record),
				record.artifacts().isEmpty() ? null : record.artifacts(), linksOrNull(record.links()),
				record.onNodeLoss(), (record.schemaVersion() > 1) ? record.schemaVersion() : null, record.version(),
				record.eventSequence(), RegistrationView.inRecord(record.registration()),
				RegistrationView.listOrNull(record.predecessors()), record.held() ? true : null);
	}

	BackgroundTaskRecord toRecord() {
		BackgroundTaskRecord.Builder builder = BackgroundTaskRecord
			.builder(this.uid, this.sessionId, RegistrationView.toRegistration(this), this.createdAt)
			.version(this.version)
			.eventSequence(this.eventSequence)
			.mode(this.mode)
			.producer(this.producer)
			.parentUid(this.parentUid)
			.cancelPolicy(this.cancelPolicy)
			.closePolicy(this.closePolicy)
			.timeout(this.timeout)
			.retry(RetryView.toPolicy(this.retry, this.maxAttempts))
			.artifacts(Objects.requireNonNullElse(this.artifacts, List.of()))
			.links(linksOrNone(this.links))
			.onNodeLoss(this.onNodeLoss)
			.schemaVersion((this.schemaVersion != null) ? this.schemaVersion : 1)
			.predecessors(Objects.requireNonNullElse(this.predecessors, List.of()))
			.held(Boolean.TRUE.equals(this.held));
		applyAttempts(builder);
		applyState(builder);
		return builder.build();
	}

	private void applyAttempts(BackgroundTaskRecord.Builder builder) {
		builder.attempt(this.attempt)
			.workerId(this.workerId)
			.startedAt(this.startedAt)
			.runTime(Objects.requireNonNullElse(this.runTime, Duration.ZERO))
			.heartbeatAt(this.heartbeatAt)
			.nextAttemptAt(this.nextAttemptAt)
			.attemptStartedAt((this.attempt > 1) ? this.attemptStartedAt : null)
			.earlierAttempts(AttemptView.toAttempts(this.earlierAttempts));
	}

	private void applyState(BackgroundTaskRecord.Builder builder) {
		builder.state(this.state)
			.stateSince(this.stateSince)
			.updatedAt(this.updatedAt)
			.finishedAt(this.finishedAt)
			.status(this.status)
			.progress(this.progress)
			.summary(this.summary)
			.result(this.result)
			.failure(this.failure)
			.questions((this.questions != null) ? this.questions : 0)
			.inputRequest(this.inputRequest)
			.cancelRequestedAt(this.cancelRequestedAt)
			.cancelReason(this.cancelReason)
			.cancelledBy(this.cancelledBy)
			.abandoned(this.abandoned);
	}

	static @Nullable IdempotencyPolicy policyOrNull(BackgroundTaskRegistration registration) {
		return (registration.idempotencyKey() != null) ? registration.idempotencyPolicy() : null;
	}

	/** The host counts the run time only if there is a timeout. */
	private static @Nullable Duration runTimeOrNull(BackgroundTaskRecord record) {
		return (record.timeout() != null) ? record.runTime() : null;
	}

	static @Nullable TaskLinks linksOrNull(TaskLinks links) {
		return links.equals(TaskLinks.NONE) ? null : links;
	}

	static TaskLinks linksOrNone(@Nullable TaskLinks links) {
		return (links != null) ? links : TaskLinks.NONE;
	}

}
