package io.github.taskhost.lifecycle;

import io.github.taskhost.event.WakeReason;
import org.jspecify.annotations.Nullable;

/**
 * The consequences of a change, as the rules decided them. The parts of a host act on the
 * outcome alone and do not derive consequences from states or commands. Immutable.
 *
 * @param nextAttempt whether the work continues under a next attempt, by a retry or a
 * re-attach
 * @param wake the reason to wake the session, or {@code null} if the wake policy of the
 * task asks for no wake
 * @param tellOwner whether the owner of reported work must be told that it is to end
 * @param question the end of the question that was open before the change
 * @param forDescendants the command to apply to the live descendants of the task, or
 * {@code null}
 * @param removed whether the record leaves the table
 */
public record Outcome(boolean nextAttempt, @Nullable WakeReason wake, boolean tellOwner, QuestionEnd question,
		@Nullable TaskCommand forDescendants, boolean removed) {

	/** The outcome without consequences, which most changes have. */
	public static final Outcome NONE = new Outcome(false, null, false, QuestionEnd.NONE, null, false);

	/** The outcome of a removal. */
	static final Outcome REMOVED = new Outcome(false, null, false, QuestionEnd.NONE, null, true);

	/** The ways in which a question ends. */
	public enum QuestionEnd {

		/** No question ended. */
		NONE,

		/** The question was answered. */
		ANSWERED,

		/** The question was declined. */
		DECLINED,

		/** The deadline passed without an answer. */
		LAPSED,

		/** The task continued or ended without an answer. */
		WITHDRAWN

	}

}
