package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of one task, as a function. Section 5 of the design is its source; each
 * group of rules has a class of its own beside this one.
 */
public final class TaskLifecycle {

	/** Stands for whichever attempt the task is at. */
	public static final int ANY_ATTEMPT = 0;

	private static final List<Change.EventType> REMOVED = List.of(BackgroundTaskEvent.Removed::new);

	private TaskLifecycle() {
	}

	/**
	 * Decides about a command.
	 * @param record the task as it is
	 * @param attempt the attempt that the command names, or {@link #ANY_ATTEMPT}
	 * @param command what is wanted
	 * @param now the time
	 * @return the next record and its events, or why there is none
	 */
	public static Decision decide(BackgroundTaskRecord record, int attempt, TaskCommand command, Instant now) {
		if (attempt != ANY_ATTEMPT && attempt != record.attempt()) {
			return Refusals.stale(record, attempt);
		}
		if (command instanceof TaskCommand.Transfer transfer) {
			return transfer(record, transfer, now);
		}
		if (command instanceof TaskCommand.Remove remove) {
			return remove(record, remove, now);
		}
		return record.state().isTerminal() ? ended(record, command) : live(record, command, now);
	}

	private static Decision ended(BackgroundTaskRecord record, TaskCommand command) {
		return switch (command) {
			case TaskCommand.Update update -> Reports.checkUpdate(record, update);
			case TaskCommand.Live report -> Reports.checkLive(record, report.state());
			case TaskCommand.Requeue ignored -> Refusals.ended(record, "get another attempt");
			case TaskCommand.Ask ask -> Refusals.ended(record, "ask '" + ask.question().key() + "'");
			case TaskCommand.Reply reply -> Questions.refused(record, reply);
			case TaskCommand.Receive ignored -> Refusals.ended(record, "take a message");
			default -> new Decision.Unchanged(record);
		};
	}

	private static Decision live(BackgroundTaskRecord record, TaskCommand command, Instant now) {
		return switch (command) {
			case TaskCommand.Start start -> Attempts.start(record, start, now);
			case TaskCommand.Requeue requeue -> Attempts.requeue(record, requeue, now);
			case TaskCommand.CheckHeartbeat check -> Attempts.checkHeartbeat(record, check, now);
			case TaskCommand.CheckTimeout ignored -> Attempts.checkTimeout(record, now);
			case TaskCommand.Update update -> Reports.update(record, update, now);
			case TaskCommand.MarkLive mark -> Reports.markLive(record, mark.state(), now);
			case TaskCommand.Live report -> Reports.live(record, report.state(), now);
			case TaskCommand.Describe describe -> Reports.describe(record, describe, now);
			case TaskCommand.Heartbeat ignored -> Reports.heartbeat(record, now);
			case TaskCommand.Ask ask -> Questions.ask(record, ask.question(), now);
			case TaskCommand.Reply reply -> Questions.answer(record, reply, now);
			case TaskCommand.Lapse lapse -> Questions.lapse(record, lapse.key(), now);
			case TaskCommand.Receive receive -> Messages.receive(record, receive.message(), now);
			case TaskCommand.Post post -> Messages.post(record, post.message(), now);
			case TaskCommand.AddArtifact add -> Products.artifact(record, add, now);
			case TaskCommand.AddLinks add -> Products.links(record, add.links(), now);
			case TaskCommand.SetResult set -> Products.result(record, set.result(), now);
			case TaskCommand.Output ignored -> new Decision.Unchanged(record);
			case TaskCommand.RequestCancel request -> Ends.requestCancel(record, request, now);
			case TaskCommand.CancelNow cancel -> Ends.cancelNow(record, cancel, now);
			case TaskCommand.End end -> Ends.end(record, end, now);
			case TaskCommand.BodyReturned returned -> Ends.bodyReturned(record, returned, now);
			case TaskCommand.BodyThrew threw -> Ends.bodyThrew(record, threw, now);
			case TaskCommand.Transfer transfer -> transfer(record, transfer, now);
			case TaskCommand.Remove remove -> remove(record, remove, now);
		};
	}

	private static Decision transfer(BackgroundTaskRecord record, TaskCommand.Transfer transfer, Instant now) {
		String from = record.sessionId();
		if (from.equals(transfer.sessionId())) {
			return new Decision.Unchanged(record);
		}
		Change change = new Change(record, now);
		change.next().sessionId(transfer.sessionId());
		return change.tell((after, sequence, time) -> new BackgroundTaskEvent.Transferred(after, sequence, time, from))
			.done();
	}

	private static Decision remove(BackgroundTaskRecord record, TaskCommand.Remove remove, Instant now) {
		boolean removable = switch (remove.why()) {
			case RETENTION -> record.state().isTerminal();
			case UNREGISTERED -> !record.state().isTerminal() && record.mode().isOwnersToStart();
			case ROLLED_BACK -> record.startedAt() == null;
		};
		return removable
				? new Decision.Changed(record, REMOVED, record.eventSequence() + 1, new Change(record, now).at())
				: new Decision.Unchanged(record);
	}

	/**
	 * How long the present attempt may still run, if its time is running.
	 * @param record the task
	 * @param now the time
	 * @return what is left, not negative; empty when the time stands still or has no
	 * bound
	 */
	public static Optional<Duration> timeLeft(BackgroundTaskRecord record, Instant now) {
		Duration timeout = record.timeout();
		if (timeout == null || !Change.countsTowardsTimeout(record)) {
			return Optional.empty();
		}
		Duration left = timeout.minus(Change.runTime(record, now));
		return Optional.of(left.isNegative() ? Duration.ZERO : left);
	}

	/**
	 * How long the present attempt has to wait for its time.
	 * @param record the task
	 * @param now the time
	 * @return what is left; zero when it may start
	 */
	public static Duration startDelay(BackgroundTaskRecord record, Instant now) {
		Instant next = record.nextAttemptAt();
		return (next == null || !now.isBefore(next)) ? Duration.ZERO : Duration.between(now, next);
	}

	/**
	 * How long the work may still be silent, if silence means anything: it does while it
	 * runs and, for reported work, after a cancel request too. A report that changes the
	 * record is a sign of life, and so is output.
	 * @param record the task
	 * @param deadline how long it may be silent
	 * @param lastOutput when it last wrote output, or {@code null}
	 * @param now the time
	 * @return what is left, not negative; empty when nobody expects a sign
	 */
	public static Optional<Duration> silenceLeft(BackgroundTaskRecord record, Duration deadline,
			@Nullable Instant lastOutput, Instant now) {
		boolean expected = record.state() == BackgroundTaskState.RUNNING
				|| record.state() == BackgroundTaskState.CANCEL_REQUESTED && record.mode().isReported();
		if (!expected) {
			return Optional.empty();
		}
		Duration left = deadline.minus(Duration.between(lastSign(record, lastOutput), now));
		return Optional.of(left.isNegative() ? Duration.ZERO : left);
	}

	/**
	 * When the work gave its last sign of life.
	 * @param record the task
	 * @param lastOutput when it last wrote output, or {@code null}
	 * @return the latest of its change of state, its reports and its output
	 */
	public static Instant lastSign(BackgroundTaskRecord record, @Nullable Instant lastOutput) {
		return latest(latest(record.stateSince(), record.heartbeatAt()), lastOutput);
	}

	private static Instant latest(Instant one, @Nullable Instant other) {
		return (other != null && other.isAfter(one)) ? other : one;
	}

	/**
	 * Whether the work should wind down.
	 * @param record the task
	 * @param attempt the attempt of the work
	 * @return {@code true} if a cancellation was asked for, the task has ended, or it is
	 * at another attempt
	 */
	public static boolean shouldWindDown(BackgroundTaskRecord record, int attempt) {
		return record.state() == BackgroundTaskState.CANCEL_REQUESTED || record.state().isTerminal()
				|| record.attempt() != attempt;
	}

	/**
	 * Whether a report that is no part of the record, such as output, is kept: nothing is
	 * attached after the end.
	 * @param record the task
	 * @return {@code true} while the task lives
	 */
	public static boolean keepsReports(BackgroundTaskRecord record) {
		return !record.state().isTerminal();
	}

	/**
	 * Whether there is work to look at.
	 * @param record the task
	 * @return {@code true} while the task lives, unless the host has yet to start the
	 * present attempt
	 */
	public static boolean hasWork(BackgroundTaskRecord record) {
		return !record.state().isTerminal() && !Reports.waitsForItsStart(record);
	}

	/**
	 * The live states, in order.
	 * @return the states that are not terminal
	 */
	public static List<BackgroundTaskState> liveStates() {
		return List.of(BackgroundTaskState.PENDING, BackgroundTaskState.RUNNING, BackgroundTaskState.WAITING,
				BackgroundTaskState.CANCEL_REQUESTED);
	}

}
