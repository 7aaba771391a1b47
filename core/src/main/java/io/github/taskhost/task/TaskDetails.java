package io.github.taskhost.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Optional state of a record, allocated on first use. A builder writes only to its
 * private copy, and no field is written after the record was built.
 */
final class TaskDetails {

	/** The details of a task without any. */
	static final TaskDetails NONE = new TaskDetails();

	@Nullable UUID parentUid;

	List<UUID> predecessors = List.of();

	boolean held;

	CancelPolicy cancelPolicy = CancelPolicy.COOPERATIVE;

	ClosePolicy closePolicy = ClosePolicy.KEEP;

	@Nullable Duration timeout;

	TaskRetryPolicy retry = TaskRetryPolicy.NONE;

	@Nullable NodeLossPolicy onNodeLoss;

	int schemaVersion = 1;

	@Nullable String status;

	@Nullable Progress progress;

	@Nullable String summary;

	@Nullable TaskResult result;

	@Nullable TaskFailure failure;

	AskedQuestions questions = AskedQuestions.NONE;

	@Nullable Instant cancelRequestedAt;

	@Nullable String cancelReason;

	@Nullable String cancelledBy;

	boolean abandoned;

	Duration runTime = Duration.ZERO;

	@Nullable Instant heartbeatAt;

	@Nullable Instant nextAttemptAt;

	@Nullable Instant attemptStartedAt;

	List<TaskAttempt> earlierAttempts = List.of();

	List<TaskArtifact> artifacts = List.of();

	TaskLinks links = TaskLinks.NONE;

	private TaskDetails() {
	}

	TaskDetails copy() {
		TaskDetails copy = new TaskDetails();
		copy.parentUid = this.parentUid;
		copy.predecessors = this.predecessors;
		copy.held = this.held;
		copy.cancelPolicy = this.cancelPolicy;
		copy.closePolicy = this.closePolicy;
		copy.timeout = this.timeout;
		copy.retry = this.retry;
		copy.onNodeLoss = this.onNodeLoss;
		copy.schemaVersion = this.schemaVersion;
		copy.status = this.status;
		copy.progress = this.progress;
		copy.summary = this.summary;
		copy.result = this.result;
		copy.failure = this.failure;
		copy.questions = this.questions;
		copy.cancelRequestedAt = this.cancelRequestedAt;
		copy.cancelReason = this.cancelReason;
		copy.cancelledBy = this.cancelledBy;
		copy.abandoned = this.abandoned;
		copy.runTime = this.runTime;
		copy.heartbeatAt = this.heartbeatAt;
		copy.nextAttemptAt = this.nextAttemptAt;
		copy.attemptStartedAt = this.attemptStartedAt;
		copy.earlierAttempts = this.earlierAttempts;
		copy.artifacts = this.artifacts;
		copy.links = this.links;
		return copy;
	}

}
