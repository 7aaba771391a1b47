package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * The lifecycle of one task as a function from record, command and time to a decision.
 * The source of its rules is {@code docs/design.md}; each group of rules has a class
 * beside this one.
 */
public final class TaskLifecycle {

	/** Stands for the present attempt of the task. */
	public static final int ANY_ATTEMPT = 0;

	private static final List<Draft.EventType> REMOVED = List.of(BackgroundTaskEvent.Removed::new);

	private TaskLifecycle() {
	}

	/**
	 * Decides about a command.
	 * @param record the task as it is
	 * @param attempt the attempt that the command names, or {@link #ANY_ATTEMPT}
	 * @param command the command
	 * @param now the time
	 * @return the change, the reason of a refusal, or the unchanged record
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

	/**
	 * Decides about a command to a task whose run time the host measured.
	 * @param record the task as it is
	 * @param attempt the attempt that the command names, or {@link #ANY_ATTEMPT}
	 * @param command the command
	 * @param now the time
	 * @param ran the run time of the present attempt
	 * @return the change, the reason of a refusal, or the unchanged record
	 */
	public static Decision decide(BackgroundTaskRecord record, int attempt, TaskCommand command, Instant now,
			Duration ran) {
		Decision decision = decide(record, attempt, command, now);
		return (decision instanceof Decision.Changed changed)
				? changed.withRunTime(TimeRules.runTimeAfter(record, changed.next(), ran)) : decision;
	}

	private static Decision ended(BackgroundTaskRecord record, TaskCommand command) {
		return switch (command) {
			case TaskCommand.Update update when update.state() == BackgroundTaskState.CANCEL_REQUESTED ->
				Ends.requestedAgain(record, FamilyRules.passedOnByEnded(Reports.request(update)));
			case TaskCommand.Update update -> Reports.checkUpdate(record, update);
			case TaskCommand.RequestCancel request -> Ends.requestedAgain(record, FamilyRules.passedOnByEnded(request));
			case TaskCommand.CancelNow cancel -> Ends.requestedAgain(record, FamilyRules.passedOnByEnded(cancel));
			case TaskCommand.End end -> Ends.endedLater(record, end.byWork() && end.state().isTerminal());
			case TaskCommand.StartThrew threw -> Ends.endedLater(record, threw.idle());
			case TaskCommand.Live report -> Reports.checkLive(record, report.state());
			case TaskCommand.Requeue ignored -> Refusals.ended(record, "get another attempt");
			case TaskCommand.Ask ask -> Refusals.ended(record, "ask '" + ask.question().key() + "'");
			case TaskCommand.Reply reply -> Questions.refused(record, reply.named());
			case TaskCommand.Decline decline -> Questions.refused(record, decline.named());
			case TaskCommand.Receive ignored -> Refusals.ended(record, "take a message");
			default -> new Decision.Unchanged(record);
		};
	}

	private static Decision live(BackgroundTaskRecord record, TaskCommand command, Instant now) {
		return switch (command) {
			case TaskCommand.OnStart onStart -> Attempts.decide(record, onStart, now);
			case TaskCommand.Requeue requeue -> Attempts.requeue(record, requeue, now);
			case TaskCommand.Lost lost -> RecoveryRules.decide(record, lost, now);
			case TaskCommand.Unresolved unresolved -> RecoveryRules.unresolved(record, unresolved, now);
			case TaskCommand.CheckHeartbeat check -> Attempts.checkHeartbeat(record, check, now);
			case TaskCommand.CheckTimeout check -> Attempts.checkTimeout(record, check, now);
			case TaskCommand.Update update -> Reports.update(record, update, now);
			case TaskCommand.MarkLive mark -> Reports.markLive(record, mark.state(), now);
			case TaskCommand.Live report -> Reports.live(record, report.state(), now);
			case TaskCommand.Describe describe -> Reports.describe(record, describe, now);
			case TaskCommand.Heartbeat ignored -> Reports.heartbeat(record, now);
			case TaskCommand.OnQuestion onQuestion -> Questions.decide(record, onQuestion, now);
			case TaskCommand.Receive receive -> Reports.receive(record, receive.message(), now);
			case TaskCommand.Post post -> Reports.post(record, post.message(), now);
			case TaskCommand.AddArtifact add -> Products.artifact(record, add, now);
			case TaskCommand.AddLinks add -> Products.links(record, add.links(), now);
			case TaskCommand.SetResult set -> Products.result(record, set.result(), now);
			case TaskCommand.Output ignored -> new Decision.Unchanged(record, Outcome.ALIVE);
			case TaskCommand.RequestCancel request -> Ends.requestCancel(record, request, now);
			case TaskCommand.CancelNow cancel -> Ends.cancelNow(record, cancel, now);
			case TaskCommand.End end -> Ends.end(record, end, now);
			case TaskCommand.BodyReturned returned -> Ends.bodyReturned(record, returned, now);
			case TaskCommand.BodyThrew threw -> Ends.bodyThrew(record, threw, now);
			case TaskCommand.StartThrew threw -> Ends.startThrew(record, threw, now);
			case TaskCommand.Transfer transfer -> transfer(record, transfer, now);
			case TaskCommand.Remove remove -> remove(record, remove, now);
		};
	}

	private static Decision transfer(BackgroundTaskRecord record, TaskCommand.Transfer transfer, Instant now) {
		String from = record.sessionId();
		if (from.equals(transfer.sessionId())) {
			return new Decision.Unchanged(record);
		}
		Draft change = new Draft(record, now);
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
		return removable ? new Decision.Changed(record, REMOVED, record.eventSequence() + 1,
				new Draft(record, now).at(), Outcome.REMOVED) : new Decision.Unchanged(record);
	}

}
