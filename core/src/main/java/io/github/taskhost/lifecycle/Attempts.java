package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;

import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.BackgroundTaskState;
import io.github.taskhost.FailureKind;
import io.github.taskhost.TaskFailure;

/**
 * The rules of attempts: start, retry and re-attach, timeout.
 */
final class Attempts {

	private Attempts() {
	}

	static Decision start(BackgroundTaskRecord record, TaskCommand.Start start, Instant now) {
		if (record.state() != BackgroundTaskState.PENDING) {
			return new Decision.Unchanged(record);
		}
		Change change = new Change(record, now).enter(BackgroundTaskState.RUNNING);
		change.next().workerId(start.workerId());
		return change.tell(Reports.stateChangedFrom(BackgroundTaskState.PENDING)).done();
	}

	static Decision requeue(BackgroundTaskRecord record, TaskCommand.Requeue requeue, Instant now) {
		BackgroundTaskState from = record.state();
		if (from != BackgroundTaskState.RUNNING && from != BackgroundTaskState.WAITING) {
			return Refusals.state(record, "get another attempt",
					"only a running or waiting task does, and none after a cancel request.");
		}
		Change change = new Change(record, now).enter(BackgroundTaskState.PENDING);
		change.next().attempt(record.attempt() + 1).workerId(null);
		if (record.timeout() != null) {
			change.next().runTime(Duration.ZERO);
		}
		if (requeue.status() != null) {
			change.next().status(requeue.status());
		}
		return change.tell(Reports.stateChangedFrom(from)).done();
	}

	static Decision checkTimeout(BackgroundTaskRecord record, Instant now) {
		boolean over = TaskLifecycle.timeLeft(record, now).filter(Duration::isZero).isPresent();
		return over
				? Ends.fail(record,
						new TaskFailure(FailureKind.TIMEOUT, null, "Attempt " + record.attempt()
								+ " ran for longer than its timeout of " + record.timeout() + "."),
						now)
				: new Decision.Unchanged(record);
	}

}
