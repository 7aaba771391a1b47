package io.github.taskhost.lifecycle;

import io.github.taskhost.lifecycle.Decision.Refusal;
import io.github.taskhost.lifecycle.Decision.Refused;
import io.github.taskhost.lifecycle.QuestionRules.NamedQuestion;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

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
		String why = record.state().isTerminal() ? "it has ended, and its questions with it."
				: "it has no open question with this key. Read its open question first.";
		return state(record, "take an answer to '" + key + "'", why);
	}

	/** The key of the open question with no number, or with that of another question. */
	static Refused misnamed(BackgroundTaskRecord record, InputRequest open, NamedQuestion named) {
		String why = (named.number() == 0) ? "the task has asked this key before, so the key alone is ambiguous."
				: "its open question with this key has the number " + open.number() + ".";
		return state(record, "take an answer to " + nameOf(named),
				why + earlier(named.earlier()) + " Read the open question and name its key and its number.");
	}

	private static String nameOf(NamedQuestion named) {
		return "'" + named.key() + "'" + ((named.number() > 0) ? ", number " + named.number() : "");
	}

	private static String earlier(@Nullable Answer earlier) {
		return (earlier == null) ? ""
				: " An earlier question with this key was answered at " + earlier.time() + by(earlier) + ".";
	}

	private static String by(Answer answer) {
		return (answer.by() != null) ? " by " + answer.by() : "";
	}

	static Refused answered(BackgroundTaskRecord record, Answer earlier) {
		return state(record, "take an answer to '" + earlier.key() + "'",
				"the question was answered at " + earlier.time() + by(earlier) + ", and the first answer counts.");
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
