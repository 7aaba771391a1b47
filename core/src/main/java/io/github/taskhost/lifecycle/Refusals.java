package io.github.taskhost.lifecycle;

import io.github.taskhost.lifecycle.Decision.Refusal;
import io.github.taskhost.lifecycle.Decision.Refused;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * The refusals in words.
 */
final class Refusals {

	private Refusals() {
	}

	static Refused stale(BackgroundTaskRecord record, int attempt) {
		return new Refused(Refusal.STALE, nameOf(record) + " is at attempt " + record.attempt()
				+ "; a report for attempt " + attempt + " changes nothing. Stop that attempt's work.");
	}

	static Refused ended(BackgroundTaskRecord record, String what) {
		return state(record, what, "it has ended. Start a new task.");
	}

	static Refused noQuestion(BackgroundTaskRecord record, String key) {
		return state(record, "take an answer to '" + key + "'", "it does not ask that. Look at its question first.");
	}

	static Refused answered(BackgroundTaskRecord record, Answer earlier) {
		return state(record, "take an answer to '" + earlier.key() + "'", "it was answered at " + earlier.time()
				+ ((earlier.by() != null) ? " by " + earlier.by() : "") + ", and the first answer counts.");
	}

	static Refused cancelled(BackgroundTaskRecord record, String what) {
		return new Refused(Refusal.CANCELLED, state(record, what, "it was asked to cancel. Wind down.").message());
	}

	static Refused state(BackgroundTaskRecord record, String what, String why) {
		return new Refused(Refusal.STATE, nameOf(record) + ", " + record.state() + ", cannot " + what + ": " + why);
	}

	static String nameOf(BackgroundTaskRecord record) {
		return "Task '" + record.id() + "' of session '" + record.sessionId() + "'";
	}

}
