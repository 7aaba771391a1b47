package io.github.taskhost.lifecycle;

import java.time.Instant;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * The rules of cancel requests and ends of a live task. An end is one event; so is a
 * cancel request.
 */
final class Ends {

	private Ends() {
	}

	static Decision requestCancel(BackgroundTaskRecord record, TaskCommand.RequestCancel request, Instant now) {
		if (record.state() == BackgroundTaskState.CANCEL_REQUESTED) {
			return new Decision.Unchanged(record);
		}
		Change change = new Change(record, now);
		requestCancel(change, record, request);
		return change.done();
	}

	static void requestCancel(Change change, BackgroundTaskRecord record, TaskCommand.RequestCancel request) {
		if (record.state() == BackgroundTaskState.CANCEL_REQUESTED) {
			return;
		}
		stamp(change, request.reason(), request.by());
		if (endsAtOnce(record)) {
			change.enter(BackgroundTaskState.CANCELLED).tell(BackgroundTaskEvent.Cancelled::new);
		}
		else {
			change.enter(BackgroundTaskState.CANCEL_REQUESTED).tell(BackgroundTaskEvent.CancelRequested::new);
		}
	}

	private static boolean endsAtOnce(BackgroundTaskRecord record) {
		return Reports.waitsForItsStart(record) || record.cancelPolicy() == CancelPolicy.ABORT_LOCAL;
	}

	private static void stamp(Change change, @Nullable String reason, @Nullable String by) {
		change.next().cancelRequestedAt(change.at());
		if (reason != null) {
			change.next().cancelReason(reason);
		}
		if (by != null) {
			change.next().cancelledBy(by);
		}
	}

	static Decision cancelNow(BackgroundTaskRecord record, TaskCommand.CancelNow cancel, Instant now) {
		Change change = new Change(record, now);
		if (record.cancelRequestedAt() == null) {
			stamp(change, cancel.reason(), cancel.by());
		}
		if (cancel.abandoned()) {
			change.next().abandoned(true);
		}
		return cancelled(change);
	}

	private static Decision cancelled(Change change) {
		return change.enter(BackgroundTaskState.CANCELLED).tell(BackgroundTaskEvent.Cancelled::new).done();
	}

	static Decision end(BackgroundTaskRecord record, TaskCommand.End end, Instant now) {
		Change change = new Change(record, now);
		if (end.summary() != null) {
			change.next().summary(end.summary());
		}
		return switch (end.state()) {
			case COMPLETED -> completed(change);
			case CANCELLED -> cancelled(change);
			case FAILED -> reportedFailure(record, end, now);
			default -> new Decision.Unchanged(record);
		};
	}

	/**
	 * What is reported while the body of managed work still runs is its end: another
	 * attempt begins only when the thread of the one before is gone.
	 */
	private static Decision reportedFailure(BackgroundTaskRecord record, TaskCommand.End end, Instant now) {
		TaskFailure failure = (end.failure() != null) ? end.failure()
				: new TaskFailure(FailureKind.REPORTED, null, end.summary());
		BackgroundTaskRecord said = (end.summary() != null) ? record.toBuilder().summary(end.summary()).build()
				: record;
		return Attempts.failed(said, failure, (record.mode() == TaskMode.MANAGED) ? null : end.retry(), now);
	}

	static Decision bodyReturned(BackgroundTaskRecord record, TaskCommand.BodyReturned returned, Instant now) {
		Change change = new Change(record, now);
		if (returned.result() != null) {
			change.next().result(returned.result());
		}
		return completed(change);
	}

	static Decision bodyThrew(BackgroundTaskRecord record, TaskCommand.BodyThrew threw, Instant now) {
		boolean followsRequest = threw.cancellation() && record.state() == BackgroundTaskState.CANCEL_REQUESTED;
		return followsRequest ? cancelled(new Change(record, now))
				: Attempts.failed(record, threw.failure(), threw.retry(), now);
	}

	static Decision fail(BackgroundTaskRecord record, TaskFailure failure, Instant now) {
		return failed(new Change(record, now), failure);
	}

	private static Decision failed(Change change, TaskFailure failure) {
		change.next().failure(failure);
		return change.enter(BackgroundTaskState.FAILED).tell(BackgroundTaskEvent.Failed::new).done();
	}

	private static Decision completed(Change change) {
		return change.enter(BackgroundTaskState.COMPLETED).tell(BackgroundTaskEvent.Completed::new).done();
	}

}
