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
 * The rules of cancel requests and ends of a live task. An end or a cancel request
 * publishes one event.
 */
final class Ends {

	private Ends() {
	}

	static Decision requestCancel(BackgroundTaskRecord record, TaskCommand.RequestCancel request, Instant now) {
		Draft change = new Draft(record, now);
		requestCancel(change, record, request);
		return change.doneIfTold();
	}

	static void requestCancel(Draft change, BackgroundTaskRecord record, TaskCommand.RequestCancel request) {
		change.passOn(FamilyRules.passedOn(request));
		if (record.state() == BackgroundTaskState.CANCEL_REQUESTED) {
			change.requestedAgain();
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
		return WorkRules.waitsForItsStart(record) || record.cancelPolicy() == CancelPolicy.ABORT_LOCAL;
	}

	/**
	 * A further request to end a task that has ended: its work may not have, and its
	 * descendants may be live.
	 */
	static Decision requestedAgain(BackgroundTaskRecord record, @Nullable TaskCommand forDescendants) {
		return new Decision.Unchanged(record, Outcome.ofRequest(WorkRules.hasOwnerToTell(record), forDescendants));
	}

	/**
	 * The end of work whose record has ended before.
	 * @param byWork whether the work is known to have ended
	 */
	static Decision endedLater(BackgroundTaskRecord record, boolean byWork) {
		boolean news = byWork && WorkRules.hasOwnerToTell(record);
		return new Decision.Unchanged(record, news ? Outcome.OWNER_ENDED : Outcome.NONE);
	}

	private static void stamp(Draft change, @Nullable String reason, @Nullable String by) {
		change.next().cancelRequestedAt(change.at());
		if (reason != null) {
			change.next().cancelReason(reason);
		}
		if (by != null) {
			change.next().cancelledBy(by);
		}
	}

	static Decision cancelNow(BackgroundTaskRecord record, TaskCommand.CancelNow cancel, Instant now) {
		Draft change = new Draft(record, now);
		if (record.cancelRequestedAt() == null) {
			stamp(change, cancel.reason(), cancel.by());
		}
		if (cancel.abandoned()) {
			change.next().abandoned(true);
		}
		change.passOn(FamilyRules.passedOn(cancel));
		return cancelled(change);
	}

	private static Decision cancelled(Draft change) {
		return change.enter(BackgroundTaskState.CANCELLED).tell(BackgroundTaskEvent.Cancelled::new).done();
	}

	static Decision end(BackgroundTaskRecord record, TaskCommand.End end, Instant now) {
		Draft change = new Draft(record, now);
		if (end.byWork()) {
			change.byOwner();
		}
		if (end.summary() != null) {
			change.next().summary(end.summary());
		}
		return switch (end.state()) {
			case COMPLETED -> completed(change);
			case CANCELLED -> reportedCancelled(change, record);
			case FAILED -> reportedFailure(change, record, end);
			default -> new Decision.Unchanged(record);
		};
	}

	/** Passes on a cancellation that was not requested here, and so was not passed on. */
	private static Decision reportedCancelled(Draft change, BackgroundTaskRecord record) {
		if (record.cancelRequestedAt() == null) {
			change.passOn(FamilyRules.cancelled(record));
		}
		return cancelled(change);
	}

	/**
	 * Decides about a reported failure. Managed work is not retried here, since its body
	 * still runs: a next attempt must not start before the thread of the previous one has
	 * ended.
	 */
	private static Decision reportedFailure(Draft change, BackgroundTaskRecord record, TaskCommand.End end) {
		TaskFailure failure = (end.failure() != null) ? end.failure()
				: new TaskFailure(FailureKind.REPORTED, null, end.summary());
		return Attempts.failed(change, record, failure, (record.mode() == TaskMode.MANAGED) ? null : end.retry());
	}

	static Decision bodyReturned(BackgroundTaskRecord record, TaskCommand.BodyReturned returned, Instant now) {
		Draft change = new Draft(record, now);
		if (returned.result() != null) {
			change.next().result(returned.result());
		}
		return completed(change);
	}

	/**
	 * Ends the attempt by the request of the host that the body follows, whatever it
	 * threw: channels, drivers and clients report an interrupt or a cancellation with
	 * exceptions of any class. After a cancel request the task is cancelled and keeps the
	 * failure; after an interrupt for silence its heartbeat is lost.
	 */
	static Decision bodyThrew(BackgroundTaskRecord record, TaskCommand.BodyThrew threw, Instant now) {
		Draft change = new Draft(record, now);
		if (record.state() == BackgroundTaskState.CANCEL_REQUESTED) {
			change.next().failure(threw.failure());
			return cancelled(change);
		}
		return threw.silent() ? failed(change, record, Attempts.interruptedForSilence(threw.failure()))
				: Attempts.failed(change, record, threw.failure(), threw.retry());
	}

	/**
	 * Ends the attempt as cancelled after a cancel request, which the executor may have
	 * followed with any exception; else as failed.
	 */
	static Decision startThrew(BackgroundTaskRecord record, TaskCommand.StartThrew threw, Instant now) {
		Draft change = new Draft(record, now);
		if (threw.idle()) {
			change.byOwner();
		}
		if (record.state() == BackgroundTaskState.CANCEL_REQUESTED) {
			change.next().failure(threw.failure());
			return cancelled(change);
		}
		return Attempts.failed(change, record, threw.failure(), threw.retry());
	}

	static Decision fail(BackgroundTaskRecord record, TaskFailure failure, Instant now) {
		return failed(new Draft(record, now), record, failure);
	}

	static Decision failed(Draft change, BackgroundTaskRecord record, TaskFailure failure) {
		change.next().failure(failure);
		change.passOn(FamilyRules.failed(record));
		return change.enter(BackgroundTaskState.FAILED).tell(BackgroundTaskEvent.Failed::new).done();
	}

	private static Decision completed(Draft change) {
		return change.enter(BackgroundTaskState.COMPLETED).tell(BackgroundTaskEvent.Completed::new).done();
	}

}
