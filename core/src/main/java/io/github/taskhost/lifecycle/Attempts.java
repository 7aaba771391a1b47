package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * The rules of attempts: start, retry and re-attach, timeout.
 */
final class Attempts {

	/** The number of predecessors that a status line names. */
	private static final int NAMED = 5;

	private Attempts() {
	}

	static Decision decide(BackgroundTaskRecord record, TaskCommand.OnStart command, Instant now) {
		return switch (command) {
			case TaskCommand.Start start -> start(record, start, now);
			case TaskCommand.Release ignored -> release(record, now);
		};
	}

	private static Decision start(BackgroundTaskRecord record, TaskCommand.Start start, Instant now) {
		if (record.state() != BackgroundTaskState.PENDING || record.held()) {
			return new Decision.Unchanged(record);
		}
		Draft change = new Draft(record, now).keepQuestion().enter(BackgroundTaskState.RUNNING);
		change.next().workerId(start.workerId());
		if (record.attempt() > 1) {
			change.next().attemptStartedAt(change.at());
		}
		return change.tell(Reports.stateChangedFrom(BackgroundTaskState.PENDING)).done();
	}

	/** Ends the wait for predecessors; the start may still be delayed. */
	private static Decision release(BackgroundTaskRecord record, Instant now) {
		if (!record.held()) {
			return new Decision.Unchanged(record);
		}
		Draft change = new Draft(record, now);
		change.next().held(false);
		if (waitStatus(record).equals(record.status())) {
			change.next().status(null);
			if (record.nextAttemptAt() != null) {
				change.next().status(waitStatus(change.next().build()));
			}
		}
		return change.tell(BackgroundTaskEvent.Updated::new).done();
	}

	static Decision requeue(BackgroundTaskRecord record, TaskCommand.Requeue requeue, Instant now) {
		BackgroundTaskState from = record.state();
		if (from != BackgroundTaskState.RUNNING && from != BackgroundTaskState.WAITING) {
			return Refusals.state(record, "get another attempt", "only a RUNNING or WAITING task can.");
		}
		Draft change = nextAttempt(new Draft(record, now), record, null, requeue.kept());
		if (requeue.status() != null) {
			change.next().status(requeue.status());
		}
		return change.tell(Reports.stateChangedFrom(from)).done();
	}

	/**
	 * Continues the work of a lost worker under the next attempt. Its question stays
	 * open: the next attempt asks it again, and an answer that arrives first is kept.
	 */
	static Decision recover(BackgroundTaskRecord record, int kept, Instant now) {
		return nextAttempt(new Draft(record, now).keepQuestion(), record, null, kept)
			.tell(Reports.stateChangedFrom(record.state()))
			.done();
	}

	private static Draft nextAttempt(Draft change, BackgroundTaskRecord record, @Nullable TaskFailure failure,
			int kept) {
		change.withNextAttempt().enter(BackgroundTaskState.PENDING);
		if (record.timeout() != null) {
			change.next().runTime(Duration.ZERO);
		}
		List<TaskAttempt> attempts = new ArrayList<>(record.earlierAttempts());
		attempts
			.add(new TaskAttempt(record.attempt(), record.workerId(), record.attemptStartedAt(), change.at(), failure));
		change.next()
			.earlierAttempts(attempts.subList(Math.max(0, attempts.size() - kept), attempts.size()))
			.attempt(record.attempt() + 1)
			.attemptStartedAt(null)
			.heartbeatAt(null)
			.workerId(null);
		return change;
	}

	/**
	 * The status line of a task that waits for its predecessors or for its next attempt.
	 * It names the type of the last failure and not its message, since the message may
	 * hold data that not every reader of states may see.
	 */
	static String waitStatus(BackgroundTaskRecord record) {
		if (record.held()) {
			return predecessorStatus(record);
		}
		Instant next = Instant.ofEpochMilli(Objects.requireNonNull(record.nextAttemptAt()).toEpochMilli());
		if (record.attempt() == 1) {
			return "Starts at " + next;
		}
		String status = "Attempt " + record.attempt() + " of " + record.maxAttempts() + " starts at " + next
				+ lastFailure(record);
		return Objects.requireNonNull(record.toBuilder().status(status).build().status());
	}

	/** Names the first predecessors; the record has all. */
	private static String predecessorStatus(BackgroundTaskRecord record) {
		BackgroundTaskRegistration registration = record.registration();
		List<String> ids = new ArrayList<>(registration.after());
		ids.addAll(registration.afterAnyEnd());
		if (ids.isEmpty()) {
			return (registration.parentTaskId() != null) ? "Waits for a place in its group" : "Waits for its members";
		}
		String named = "'" + String.join("', '", ids.subList(0, Math.min(NAMED, ids.size()))) + "'";
		String more = (ids.size() > NAMED) ? " and " + (ids.size() - NAMED) + " others" : "";
		String status = "Waits for " + ((ids.size() == 1) ? "task " : "tasks ") + named + more;
		return Objects.requireNonNull(record.toBuilder().status(status).build().status());
	}

	private static String lastFailure(BackgroundTaskRecord record) {
		List<TaskAttempt> attempts = record.earlierAttempts();
		TaskFailure failure = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).failure();
		if (failure == null) {
			return "";
		}
		return ", after " + ((failure.type() != null) ? failure.type() : failure.kind());
	}

	/**
	 * Retries a failed attempt if the retry policy covers the failure, an attempt is
	 * left, and no cancellation was requested; else ends the task.
	 */
	static Decision failed(Draft change, BackgroundTaskRecord record, TaskFailure failure,
			TaskCommand.@Nullable Retry retry) {
		boolean atWork = record.state() == BackgroundTaskState.RUNNING || record.state() == BackgroundTaskState.WAITING;
		if (retry == null || !atWork || record.maxAttempts() == 1 || record.mode().isOwnersToStart()) {
			return Ends.failed(change, record, failure);
		}
		if (record.attempt() >= record.maxAttempts()) {
			return Ends.failed(change, record,
					new TaskFailure(FailureKind.RETRIES_EXHAUSTED, failure.type(), failure.message()));
		}
		nextAttempt(change, record, failure, retry.kept());
		change.next().nextAttemptAt(change.at().plus(retry.delay())).progress(null);
		change.next().status(waitStatus(change.next().build()));
		return change.tell(Reports.stateChangedFrom(record.state())).done();
	}

	static Decision checkHeartbeat(BackgroundTaskRecord record, TaskCommand.CheckHeartbeat check, Instant now) {
		boolean lost = check.lastSign().equals(TimeRules.lastSign(record))
				&& TimeRules.silenceLeft(record, check.deadline(), check.silence())
					.filter(Duration::isZero)
					.isPresent();
		return lost ? Ends.fail(record,
				new TaskFailure(FailureKind.HEARTBEAT_LOST, null,
						"Attempt " + record.attempt() + " gave no sign of life for " + check.deadline() + "."),
				now) : new Decision.Unchanged(record);
	}

	static TaskFailure interruptedForSilence(TaskFailure thrown) {
		return new TaskFailure(FailureKind.HEARTBEAT_LOST, thrown.type(),
				"The body gave no sign of life and was interrupted.");
	}

	static Decision checkTimeout(BackgroundTaskRecord record, TaskCommand.CheckTimeout check, Instant now) {
		boolean over = check.attempt() == record.attempt()
				&& TimeRules.timeLeft(record, check.ran()).filter(Duration::isZero).isPresent();
		return over
				? Ends.fail(record,
						new TaskFailure(FailureKind.TIMEOUT, null, "Attempt " + record.attempt()
								+ " ran for longer than its timeout of " + record.timeout() + "."),
						now)
				: new Decision.Unchanged(record);
	}

}
