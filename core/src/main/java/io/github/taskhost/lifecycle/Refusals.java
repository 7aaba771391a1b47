package io.github.taskhost.lifecycle;

import io.github.taskhost.lifecycle.Decision.Refusal;
import io.github.taskhost.lifecycle.Decision.Refused;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Creates refusals with their messages.
 */
final class Refusals {

	private Refusals() {
	}

	static Refused stale(BackgroundTaskRecord record, int attempt) {
		return new Refused(Refusal.STALE, nameOf(record) + " is at attempt " + record.attempt()
				+ "; a report for attempt " + attempt + " changes nothing. Stop the work of that attempt.");
	}

	static Refused ended(BackgroundTaskRecord record, String request) {
		return state(record, request, "it has ended. Start a new task.");
	}

	static Refused noQuestion(BackgroundTaskRecord record, String key) {
		return state(record, "take an answer to '" + key + "'",
				"it has no open question with this key. Read its open question first.");
	}

	static Refused answered(BackgroundTaskRecord record, Answer earlier) {
		return state(record, "take an answer to '" + earlier.key() + "'",
				"the question was answered at " + earlier.time() + ((earlier.by() != null) ? " by " + earlier.by() : "")
						+ ", and the first answer counts.");
	}

	static Refused cancelled(BackgroundTaskRecord record, String request) {
		return new Refused(Refusal.CANCELLED, state(record, request, "it was asked to cancel. Wind down.").message());
	}

	static Refused state(BackgroundTaskRecord record, String request, String why) {
		return new Refused(Refusal.STATE, nameOf(record) + ", " + record.state() + ", cannot " + request + ": " + why);
	}

	static String nameOf(BackgroundTaskRecord record) {
		return "Task '" + record.id() + "' of session '" + record.sessionId() + "'";
	}

}
