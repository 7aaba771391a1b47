package io.github.taskhost.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A task that is to exist: everything that its first record is made of.
 *
 * @param sessionId its session
 * @param registration what it is to be
 * @param mode where its work runs
 * @param state {@link BackgroundTaskState#PENDING} or {@link BackgroundTaskState#RUNNING}
 * @param options the options of its kind, for what the registration leaves out
 * @param producer who makes it when the registration names nobody
 * @param parentUid its parent, or {@code null}
 * @param workerId the host instance that executes it, or {@code null} when none does yet
 */
public record NewTask(String sessionId, BackgroundTaskRegistration registration, TaskMode mode,
		BackgroundTaskState state, KindOptions options, String producer, @Nullable UUID parentUid,
		@Nullable String workerId) {

	private static final List<Draft.EventType> REGISTERED = List.of(BackgroundTaskEvent.Registered::new);

	/**
	 * Why the task cannot be, whatever else there is.
	 * @return the refusal, or {@code null}
	 */
	public Decision.@Nullable Refused refusal() {
		if (this.mode.isOwnersToStart() && this.registration.startAfter() != null) {
			return new Decision.Refused(Decision.Refusal.INVALID,
					"Work of kind '" + this.registration.kind() + "' that its owner begins cannot have a start delay: "
							+ "leave startAfter out, or spawn or submit it.");
		}
		if (this.mode != TaskMode.MANAGED || cancelPolicy() != CancelPolicy.EXTERNAL) {
			return null;
		}
		return new Decision.Refused(Decision.Refusal.INVALID,
				"A body of kind '" + this.registration.kind()
						+ "' cannot have the cancel policy EXTERNAL: nobody else could end it. "
						+ "Use COOPERATIVE or ABORT_LOCAL, or register the work as external.");
	}

	/**
	 * Makes the first record.
	 * @param uid its incarnation
	 * @param now the time
	 * @return the record and its event
	 */
	public Decision.Changed register(UUID uid, Instant now) {
		BackgroundTaskRecord.Builder builder = BackgroundTaskRecord.builder(uid, this.sessionId, this.registration, now)
			.mode(this.mode)
			.timeout((this.registration.timeout() != null) ? this.registration.timeout() : this.options.timeout())
			.retry(retry())
			.parentUid(this.parentUid)
			.workerId(this.workerId)
			.state(this.state)
			.eventSequence(1);
		if (cancelPolicy() != null) {
			builder.cancelPolicy(cancelPolicy());
		}
		if (this.registration.closePolicy() == null && this.options.closePolicy() != null) {
			builder.closePolicy(this.options.closePolicy());
		}
		if (this.registration.producer() == null) {
			builder.producer(this.producer);
		}
		if (this.state == BackgroundTaskState.RUNNING) {
			builder.startedAt(now);
		}
		if (this.registration.startAfter() != null) {
			builder.nextAttemptAt(now.plus(this.registration.startAfter()));
			builder.status(Attempts.waitStatus(builder.build()));
		}
		BackgroundTaskRecord record = builder.build();
		return new Decision.Changed(record, REGISTERED, 1, now, Outcome.NONE);
	}

	private TaskRetryPolicy retry() {
		TaskRetryPolicy own = (this.registration.retry() != null) ? this.registration.retry() : this.options.retry();
		return TaskRetryPolicy.of(own, this.registration.maxAttempts());
	}

	private @Nullable CancelPolicy cancelPolicy() {
		CancelPolicy own = this.registration.cancelPolicy();
		return (own != null) ? own : this.options.cancelPolicy();
	}

}
