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
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The values from which the first record of a task is made.
 *
 * @param sessionId the session
 * @param registration the registration
 * @param mode the mode of the work
 * @param state {@link BackgroundTaskState#PENDING} or {@link BackgroundTaskState#RUNNING}
 * @param options the options of the kind, used where the registration sets none
 * @param producer the producer, used when the registration names none
 * @param parentUid the uid of the parent, or {@code null}
 * @param workerId the host instance that executes the task, or {@code null} before its
 * start
 * @param onNodeLoss the fate of the task when its process is lost, or {@code null} for a
 * task in memory only
 * @param predecessors the tasks after which it starts, in the order of the registration
 * @param waits whether one of them has not ended yet
 */
public record NewTask(String sessionId, BackgroundTaskRegistration registration, TaskMode mode,
		BackgroundTaskState state, KindOptions options, String producer, @Nullable UUID parentUid,
		@Nullable String workerId, @Nullable NodeLossPolicy onNodeLoss, List<UUID> predecessors, boolean waits) {

	private static final List<Draft.EventType> REGISTERED = List.of(BackgroundTaskEvent.Registered::new);

	/**
	 * Checks the combination of values, regardless of other tasks.
	 * @return the refusal, or {@code null} if the task may be registered
	 */
	public Decision.@Nullable Refused refusal() {
		if (this.mode.isOwnersToStart()) {
			return refusalOfOwnersWork();
		}
		if (this.mode == TaskMode.MANAGED && this.onNodeLoss == NodeLossPolicy.LOCAL
				&& PlacementRules.isClaimedFirst(this.options)) {
			return new Decision.Refused(Decision.Refusal.INVALID,
					"A body of kind '" + this.registration.kind()
							+ "' cannot be spawned: max-concurrent-cluster of the kind counts the tasks that any node "
							+ "can start. Define the kind with a handler and submit it, or use another kind.");
		}
		if (this.mode != TaskMode.MANAGED || cancelPolicy() != CancelPolicy.EXTERNAL) {
			return null;
		}
		return new Decision.Refused(Decision.Refusal.INVALID,
				"A body of kind '" + this.registration.kind()
						+ "' cannot have the cancel policy EXTERNAL, which is for work outside the host. "
						+ "Use COOPERATIVE or ABORT_LOCAL, or register the work as external.");
	}

	/** The owner starts its work, so no start of the host can be put off. */
	private Decision.@Nullable Refused refusalOfOwnersWork() {
		String work = "Work of kind '" + this.registration.kind() + "' that its owner starts cannot ";
		if (this.registration.startAfter() != null || this.registration.startAt() != null) {
			return new Decision.Refused(Decision.Refusal.INVALID,
					work + "have a start delay. Leave startAfter and startAt out, or spawn or submit the task.");
		}
		if (!this.registration.after().isEmpty() || !this.registration.afterAnyEnd().isEmpty()) {
			return new Decision.Refused(Decision.Refusal.INVALID,
					work + "wait for other tasks. Leave after and afterAnyEnd out, or spawn or submit the task.");
		}
		return null;
	}

	/**
	 * Creates the first record.
	 * @param uid the uid of the task
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
			.onNodeLoss(this.onNodeLoss)
			.schemaVersion(this.options.inputSchemaVersion())
			.predecessors(this.predecessors)
			.held(this.waits)
			.state(this.state)
			.eventSequence(1);
		addDefaults(builder);
		if (this.state == BackgroundTaskState.RUNNING) {
			builder.startedAt(now);
		}
		Instant start = TimeRules.firstStart(this.registration, now);
		if (start.isAfter(now)) {
			builder.nextAttemptAt(start);
		}
		if (this.waits || start.isAfter(now)) {
			builder.status(Attempts.waitStatus(builder.build()));
		}
		BackgroundTaskRecord record = builder.build();
		return new Decision.Changed(record, REGISTERED, 1, now, Outcome.NONE);
	}

	/** Adds the options of the kind that the registration leaves open. */
	private void addDefaults(BackgroundTaskRecord.Builder builder) {
		if (cancelPolicy() != null) {
			builder.cancelPolicy(cancelPolicy());
		}
		if (this.registration.closePolicy() == null && this.options.closePolicy() != null) {
			builder.closePolicy(this.options.closePolicy());
		}
		if (this.registration.producer() == null) {
			builder.producer(this.producer);
		}
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
