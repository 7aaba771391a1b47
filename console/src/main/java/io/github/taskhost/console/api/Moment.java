package io.github.taskhost.console.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskHistory.Entry;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * A moment in the life of a task.
 *
 * @param time the time
 * @param type the kind of the moment: {@code registered}, {@code started},
 * {@code waiting}, {@code running}, {@code answered}, {@code retry}, {@code transferred},
 * {@code cancel_requested}, {@code completed}, {@code failed} or {@code cancelled}
 * @param state the state after it, in lower case; {@code null} for an answer
 * @param attempt the number of the attempt, or {@code null} for an answer
 * @param by the name of the user behind it, or {@code null}
 * @param session the session that the task entered, or {@code null}
 * @param from the session that the task left, or {@code null}
 * @param text the reason or the key, or {@code null}
 */
public record Moment(Instant time, String type, @Nullable String state, @Nullable Integer attempt, @Nullable String by,
		@Nullable String session, @Nullable String from, @Nullable String text) {

	/** The moments of a task, oldest first. */
	static List<Moment> of(BackgroundTaskRecord record, TaskHistory history, List<Answer> answers) {
		List<Moment> moments = new ArrayList<>();
		Entry before = null;
		for (Entry entry : history.entries()) {
			moments.add(of(record, before, entry));
			before = entry;
		}
		for (Answer answer : answers) {
			moments.add(new Moment(answer.time(), "answered", null, null, answer.by(), null, null, answer.key()));
		}
		moments.sort(Comparator.comparing(Moment::time));
		return moments;
	}

	private static Moment of(BackgroundTaskRecord record, @Nullable Entry before, Entry entry) {
		boolean requested = entry.state() == BackgroundTaskState.CANCEL_REQUESTED;
		String from = (before != null && !before.sessionId().equals(entry.sessionId())) ? before.sessionId() : null;
		return new Moment(entry.time(), type(before, entry), TaskJson.name(entry.state()), entry.attempt(),
				requested ? record.cancelledBy() : null, (from != null) ? entry.sessionId() : null, from,
				requested ? record.cancelReason() : null);
	}

	private static String type(@Nullable Entry before, Entry entry) {
		if (before == null) {
			return "registered";
		}
		if (!before.sessionId().equals(entry.sessionId())) {
			return "transferred";
		}
		return switch (entry.state()) {
			case PENDING -> "retry";
			case RUNNING -> (before.state() == BackgroundTaskState.WAITING) ? "running" : "started";
			default -> TaskJson.name(entry.state());
		};
	}

}
