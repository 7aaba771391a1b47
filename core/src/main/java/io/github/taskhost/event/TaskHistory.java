package io.github.taskhost.event;

import java.time.Instant;
import java.util.List;

import io.github.taskhost.task.BackgroundTaskState;

/**
 * The states, attempts and sessions of a task so far. Immutable.
 *
 * @param entries the entries, oldest first: the first is the registration, and each other
 * one differs from the one before in its state, attempt or session, or tells of a
 * declined question; at most {@value #MAX_ENTRIES}
 * @param partial whether entries may be left out: past the limit those that follow the
 * first; and those of a record that was brought from elsewhere. A durable host reads the
 * newest 1,000 stored changes of a task, messages included, and the first
 */
public record TaskHistory(List<Entry> entries, boolean partial) {

	/** The largest number of entries. */
	public static final int MAX_ENTRIES = 100;

	/** Copies the list. */
	public TaskHistory {
		entries = List.copyOf(entries);
	}

	/**
	 * A state of a task, which it entered at a time.
	 *
	 * @param time the time at which the state, the attempt or the session began; that of
	 * the second entry of a partial history may be later
	 * @param state the state
	 * @param attempt the number of the attempt, from 1
	 * @param sessionId the id of the session
	 * @param declined whether the open question was declined with this entry; the message
	 * with the key of the question has the caller and the reason
	 */
	public record Entry(Instant time, BackgroundTaskState state, int attempt, String sessionId, boolean declined) {

		/**
		 * Creates an entry without a declined question.
		 * @param time the time
		 * @param state the state
		 * @param attempt the number of the attempt, from 1
		 * @param sessionId the id of the session
		 */
		public Entry(Instant time, BackgroundTaskState state, int attempt, String sessionId) {
			this(time, state, attempt, sessionId, false);
		}

	}

}
