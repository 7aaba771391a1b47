package io.github.taskhost.lifecycle;

import java.time.Instant;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.lifecycle.Outcome.QuestionEnd;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;

/**
 * The rules of questions: a task has at most one open question, waits for it in WAITING,
 * and asks none after a cancel request. The first answer counts.
 */
final class Questions {

	private Questions() {
	}

	static Decision ask(BackgroundTaskRecord record, InputRequest question, Instant now) {
		String what = "ask '" + question.key() + "'";
		if (record.inputRequest() != null) {
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
		change.next().inputRequest(question);
		change.activity(WakeReason.QUESTION).tell(BackgroundTaskEvent.InputRequested::new);
		Reports.enterLiveState(change, record, BackgroundTaskState.WAITING);
		return change.done();
	}

	static Decision answer(BackgroundTaskRecord record, TaskCommand.Reply reply, Instant now) {
		InputRequest question = record.inputRequest();
		if (question == null || !question.equals(reply.question())) {
			return refused(record, reply);
		}
		Draft change = over(record, QuestionEnd.ANSWERED, now);
		change.tell((after, sequence, time) -> new BackgroundTaskEvent.InputAnswered(after, sequence, time, question,
				reply.answer()));
		Reports.enterLiveState(change, record, BackgroundTaskState.RUNNING);
		return change.done();
	}

	static Decision refused(BackgroundTaskRecord record, TaskCommand.Reply reply) {
		Answer earlier = reply.earlier();
		return (earlier != null) ? Refusals.answered(record, earlier)
				: Refusals.noQuestion(record, reply.answer().key());
	}

	static Decision lapse(BackgroundTaskRecord record, String key, Instant now) {
		InputRequest question = record.inputRequest();
		if (question == null || !question.key().equals(key) || question.deadline() == null
				|| now.isBefore(question.deadline())) {
			return new Decision.Unchanged(record);
		}
		Draft change = over(record, QuestionEnd.LAPSED, now);
		change.tell((after, sequence, time) -> new BackgroundTaskEvent.InputWithdrawn(after, sequence, time, question));
		Reports.enterLiveState(change, record, BackgroundTaskState.RUNNING);
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
