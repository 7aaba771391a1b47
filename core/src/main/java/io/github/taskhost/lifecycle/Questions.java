package io.github.taskhost.lifecycle;

import java.time.Instant;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.lifecycle.Outcome.QuestionEnd;
import io.github.taskhost.lifecycle.QuestionRules.NamedQuestion;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * The rules of questions: a task has at most one open question, waits for it in WAITING,
 * and asks none after a cancel request. The first answer counts. An answer that does not
 * name the open question changes nothing.
 */
final class Questions {

	private Questions() {
	}

	static Decision decide(BackgroundTaskRecord record, TaskCommand.OnQuestion command, Instant now) {
		return switch (command) {
			case TaskCommand.Ask ask -> ask(record, ask.question(), now);
			case TaskCommand.Reply reply -> answer(record, reply, now);
			case TaskCommand.Decline decline -> decline(record, decline, now);
			case TaskCommand.Withdraw withdraw -> withdraw(record, withdraw.question(), now);
			case TaskCommand.Lapse lapse -> lapse(record, lapse.key(), now);
		};
	}

	private static Decision ask(BackgroundTaskRecord record, InputRequest question, Instant now) {
		String what = "ask '" + question.key() + "'";
		if (record.inputRequest() != null && !QuestionRules.isLeft(record)) {
			return Refusals.state(record, what,
					"it waits for an answer to '" + record.inputRequest().key() + "'. Ask one question at a time.");
		}
		if (record.state() == BackgroundTaskState.CANCEL_REQUESTED) {
			return Refusals.cancelled(record, what);
		}
		if (WorkRules.waitsForItsStart(record)) {
			return Refusals.state(record, what, "its work has not started. Ask after the start.");
		}
		Draft change = Draft.byWork(record, now);
		InputRequest left = record.inputRequest();
		if (left == null || !QuestionRules.isSame(left, question)) {
			askAnew(change, record, left, question);
		}
		Reports.enterLiveState(change, record, BackgroundTaskState.WAITING);
		return change.done();
	}

	/** Asks a question in place of the one that an earlier attempt has left, if any. */
	private static void askAnew(Draft change, BackgroundTaskRecord record, @Nullable InputRequest left,
			InputRequest question) {
		if (left != null) {
			change.withdraw(left);
		}
		change.next().inputRequest(question.withNumber(record.questions() + 1));
		change.activity(WakeReason.QUESTION).tell(BackgroundTaskEvent.InputRequested::new);
	}

	/** The work goes on; work that waits for its start still does. */
	private static void goOn(Draft change, BackgroundTaskRecord record) {
		if (!WorkRules.waitsForItsStart(record)) {
			Reports.enterLiveState(change, record, BackgroundTaskState.RUNNING);
		}
	}

	private static Decision answer(BackgroundTaskRecord record, TaskCommand.Reply reply, Instant now) {
		InputRequest question = record.inputRequest();
		if (question == null || !question.equals(reply.named().open())) {
			return refused(record, reply.named());
		}
		Draft change = over(record, QuestionEnd.ANSWERED, now);
		change.tell((after, sequence, time) -> new BackgroundTaskEvent.InputAnswered(after, sequence, time, question,
				reply.answer()));
		goOn(change, record);
		return change.done();
	}

	private static Decision decline(BackgroundTaskRecord record, TaskCommand.Decline decline, Instant now) {
		InputRequest question = record.inputRequest();
		if (question == null || !question.equals(decline.named().open())) {
			return refused(record, decline.named());
		}
		Draft change = over(record, QuestionEnd.DECLINED, now);
		change.tell((after, sequence, time) -> new BackgroundTaskEvent.InputDeclined(after, sequence, time, question,
				decline.reason(), decline.by()));
		goOn(change, record);
		return change.done();
	}

	static Decision refused(BackgroundTaskRecord record, NamedQuestion named) {
		InputRequest open = record.inputRequest();
		if (open != null && open.key().equals(named.key()) && open.number() != named.number()) {
			return Refusals.misnamed(record, open, named);
		}
		return (named.earlier() != null) ? Refusals.answered(record, named.earlier())
				: Refusals.noQuestion(record, named.key());
	}

	private static Decision withdraw(BackgroundTaskRecord record, InputRequest question, Instant now) {
		return question.equals(record.inputRequest()) ? Reports.live(record, BackgroundTaskState.RUNNING, now)
				: new Decision.Unchanged(record);
	}

	private static Decision lapse(BackgroundTaskRecord record, String key, Instant now) {
		InputRequest question = record.inputRequest();
		if (question == null || !question.key().equals(key) || question.deadline() == null
				|| now.isBefore(question.deadline())) {
			return new Decision.Unchanged(record);
		}
		Draft change = over(record, QuestionEnd.LAPSED, now);
		change.tell((after, sequence, time) -> new BackgroundTaskEvent.InputWithdrawn(after, sequence, time, question));
		goOn(change, record);
		return change.done();
	}

	/**
	 * Clears the question before the state changes, so that the change of state does not
	 * withdraw it.
	 */
	private static Draft over(BackgroundTaskRecord record, QuestionEnd end, Instant now) {
		return new Draft(record.toBuilder().inputRequest(null).build(), now).questionEnded(end);
	}

}
