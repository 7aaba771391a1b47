package io.github.taskhost.console.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskHistory.Entry;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * A moment in the life of a task.
 *
 * @param time the time
 * @param type the kind of the moment: {@code registered}, {@code started},
 * {@code waiting}, {@code running}, {@code answered}, {@code declined}, {@code retry},
 * {@code transferred}, {@code cancel_requested}, {@code completed}, {@code failed} or
 * {@code cancelled}
 * @param state the state after it, in lower case; {@code null} for an answer
 * @param attempt the number of the attempt, or {@code null} for an answer
 * @param by the name of the user behind it, or {@code null}
 * @param session the session that the task entered, or {@code null}
 * @param from the session that the task left, or {@code null}
 * @param text the question, the answer, the failure or the reason, sanitized or masked,
 * or {@code null}
 */
public record Moment(Instant time, String type, @Nullable String state, @Nullable Integer attempt, @Nullable String by,
		@Nullable String session, @Nullable String from, @Nullable String text) {

	private static final int MAX_ANSWER = 200;

	/** The moments of a task, oldest first. */
	static List<Moment> of(BackgroundTaskRecord record, TaskHistory history, List<Answer> answers, Values values) {
		List<Moment> moments = new ArrayList<>();
		Entry before = null;
		for (Entry entry : history.entries()) {
			moments.add(of(record, before, entry, values));
			before = entry;
		}
		for (Answer answer : answers) {
			moments.add(new Moment(answer.time(), "answered", null, null, answer.by(), null, null,
					cut(values.line("answers.value", answer.value()))));
		}
		moments.sort(Comparator.comparing(Moment::time));
		return moments;
	}

	private static @Nullable String cut(@Nullable String text) {
		return (text != null && text.length() > MAX_ANSWER) ? text.substring(0, MAX_ANSWER) + "…" : text;
	}

	private static Moment of(BackgroundTaskRecord record, @Nullable Entry before, Entry entry, Values values) {
		String type = type(before, entry);
		boolean requested = isCancelRequest(before, type);
		String from = (before != null && !before.sessionId().equals(entry.sessionId())) ? before.sessionId() : null;
		int attempt = (before != null && type.equals("retry")) ? before.attempt() : entry.attempt();
		return new Moment(entry.time(), type, TaskJson.name(entry.state()), attempt,
				requested ? record.cancelledBy() : null, (from != null) ? entry.sessionId() : null, from,
				requested ? record.cancelReason() : text(record, type, entry, attempt, values));
	}

	/**
	 * Whether a moment is that of the cancel request, which ends some tasks at once.
	 */
	private static boolean isCancelRequest(@Nullable Entry before, String type) {
		return type.equals("cancel_requested")
				|| type.equals("cancelled") && before != null && before.state() != BackgroundTaskState.CANCEL_REQUESTED;
	}

	private static @Nullable String text(BackgroundTaskRecord record, String type, Entry entry, int attempt,
			Values values) {
		return switch (type) {
			case "waiting" -> (record.inputRequest() != null && entry.time().equals(record.stateSince()))
					? record.inputRequest().prompt() : null;
			case "retry" -> record.earlierAttempts()
				.stream()
				.filter((earlier) -> earlier.number() == attempt && earlier.failure() != null)
				.map((earlier) -> message(earlier.failure(), "earlierAttempts.failure.message", values))
				.findFirst()
				.orElse(null);
			case "failed" -> message(record.failure(), "failure.message", values);
			default -> null;
		};
	}

	private static @Nullable String message(@Nullable TaskFailure failure, String path, Values values) {
		return (failure != null) ? Objects.requireNonNullElse(values.text(path, failure.message()),
				TaskJson.name(failure.kind()).replace('_', ' ')) : null;
	}

	private static String type(@Nullable Entry before, Entry entry) {
		if (before == null) {
			return "registered";
		}
		if (!before.sessionId().equals(entry.sessionId())) {
			return "transferred";
		}
		if (entry.declined()) {
			return "declined";
		}
		return switch (entry.state()) {
			case PENDING -> "retry";
			case RUNNING -> (before.state() == BackgroundTaskState.WAITING) ? "running" : "started";
			default -> TaskJson.name(entry.state());
		};
	}

}
