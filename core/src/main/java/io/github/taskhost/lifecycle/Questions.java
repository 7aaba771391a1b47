package io.github.taskhost.lifecycle;

import java.time.Instant;

import io.github.taskhost.BackgroundTaskEvent;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.BackgroundTaskState;
import io.github.taskhost.InputRequest;

/**
 * The rules of questions to people: one at a time, in WAITING, none after a cancel
 * request.
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
			return Refusals.state(record, what, "it was asked to cancel. Wind down.");
		}
		if (Reports.waitsForItsBody(record)) {
			return Refusals.state(record, what, "its body has not started, and so asks nothing.");
		}
		Change change = new Change(record, now);
		change.next().inputRequest(question);
		change.tell(BackgroundTaskEvent.InputRequested::new);
		Reports.enterLive(change, record, BackgroundTaskState.WAITING);
		return change.done();
	}

	static Decision answer(BackgroundTaskRecord record, String key, Instant now) {
		InputRequest question = record.inputRequest();
		if (question == null || !question.key().equals(key)) {
			return Refusals.noQuestion(record, key);
		}
		BackgroundTaskRecord answered = record.toBuilder().inputRequest(null).build();
		Change change = new Change(answered, now);
		change.tell(BackgroundTaskEvent.InputAnswered::new);
		Reports.enterLive(change, record, BackgroundTaskState.RUNNING);
		return change.done();
	}

}
