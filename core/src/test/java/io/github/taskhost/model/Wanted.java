package io.github.taskhost.model;

import java.time.Duration;

import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The choices of a step about a new task. Times are milliseconds.
 *
 * @param kind the kind
 * @param watched whether the kind has a heartbeat timeout
 * @param key the idempotency key, or {@code null}
 * @param keyPolicy the time until which the key is held
 * @param parentId the id of the parent, or {@code null}
 * @param keepsOnFailure whether the task goes on when its parent fails
 * @param cancelPolicy the cancel policy
 * @param closePolicy the close policy
 * @param timeout the timeout, or 0
 * @param attempts the number of attempts
 */
record Wanted(String kind, boolean watched, @Nullable String key, IdempotencyPolicy keyPolicy,
		@Nullable String parentId, boolean keepsOnFailure, CancelPolicy cancelPolicy, ClosePolicy closePolicy,
		long timeout, int attempts) {

	static final long HEARTBEAT = 7000;

	static final long TIMEOUT = 5000;

	static final long BACKOFF = 3000;

	/** Draws the choices; a task with a key or an executor has no parent. */
	static Wanted of(Step step) {
		boolean submitted = step.operation() == Step.Operation.SUBMIT;
		boolean watched = step.pick(1, 4) == 0;
		String kind = (submitted ? "remote" : "other") + (watched ? "-watched" : "");
		String key = (step.oneOf(4) == 0) ? "k" + step.oneOf(2) : null;
		String parent = (!submitted && key == null && step.pick(2, 2) == 0) ? step.nextTaskId() : null;
		IdempotencyPolicy keyPolicy = IdempotencyPolicy.values()[step.pick(6, IdempotencyPolicy.values().length)];
		return new Wanted(kind, watched, key, keyPolicy, parent, step.pick(3, 3) == 0,
				(step.oneOf(3) == 0) ? CancelPolicy.ABORT_LOCAL : CancelPolicy.COOPERATIVE,
				ClosePolicy.values()[step.oneOf(ClosePolicy.values().length)], (step.pick(4, 3) == 0) ? TIMEOUT : 0,
				1 + step.pick(5, 3));
	}

	BackgroundTaskRegistration registration(String id) {
		BackgroundTaskRegistration.Builder builder = BackgroundTaskRegistration.ofKind(this.kind)
			.id(id)
			.cancelPolicy(this.cancelPolicy)
			.closePolicy(this.closePolicy)
			.onParentFailure(this.keepsOnFailure ? ParentFailurePolicy.KEEP : ParentFailurePolicy.CANCEL);
		if (this.key != null) {
			builder.idempotencyKey(this.key, this.keyPolicy);
		}
		if (this.parentId != null) {
			builder.parentTaskId(this.parentId);
		}
		if (this.timeout > 0) {
			builder.timeout(Duration.ofMillis(this.timeout));
		}
		if (this.attempts > 1) {
			Duration delay = Duration.ofMillis(BACKOFF);
			builder.retry(TaskRetryPolicy.ofMaxAttempts(this.attempts).withBackoff(delay, 1, delay).withJitter(0));
		}
		return builder.build();
	}

}
