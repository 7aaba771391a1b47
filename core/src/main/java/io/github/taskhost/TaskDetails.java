package io.github.taskhost;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The part of a record that few tasks have. Only a builder that made its own copy writes
 * the fields, and none after the record was built.
 */
final class TaskDetails {

	private static final TaskDetails NONE = new TaskDetails();

	@Nullable String status;

	@Nullable Progress progress;

	@Nullable String summary;

	@Nullable TaskResult result;

	@Nullable TaskFailure failure;

	@Nullable InputRequest inputRequest;

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

	static TaskDetails of(TaskLinks links) {
		if (links.equals(TaskLinks.NONE)) {
			return NONE;
		}
		TaskDetails details = new TaskDetails();
		details.links = links;
		return details;
	}

	TaskDetails copy() {
		TaskDetails copy = new TaskDetails();
		copy.status = this.status;
		copy.progress = this.progress;
		copy.summary = this.summary;
		copy.result = this.result;
		copy.failure = this.failure;
		copy.inputRequest = this.inputRequest;
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
