package io.github.taskhost.lifecycle;

import io.github.taskhost.event.WakeReason;
import org.jspecify.annotations.Nullable;

/**
 * The consequences of a command, as the rules decided them. The parts of a host act on
 * the outcome alone and do not derive consequences from states or commands. A command
 * that changes no record can have consequences too, for the owner of the work and for
 * descendants, or as a sign of life. Immutable.
 *
 * @param nextAttempt whether the work continues under a next attempt, by a retry or a
 * re-attach
 * @param wake the reason to wake the session, or {@code null} if the wake policy of the
 * task asks for no wake
 * @param tellOwner whether the owner of reported work must be told that it is to end,
 * unless it was told before
 * @param question the end of the question that was open before the change
 * @param forDescendants the command to apply to the live descendants of the task, or
 * {@code null}
 * @param removed whether the record leaves the table
 * @param ownerEnded whether the work reported its end after the record had ended, so that
 * nothing is left to tell its owner
 * @param alive whether the command is a sign of life of the work
 */
public record Outcome(boolean nextAttempt, @Nullable WakeReason wake, boolean tellOwner, QuestionEnd question,
		@Nullable TaskCommand forDescendants, boolean removed, boolean ownerEnded, boolean alive) {

	/** The outcome without consequences, which most changes have. */
	public static final Outcome NONE = new Outcome(false, null, false, QuestionEnd.NONE, null, false, false, false);

	/** The outcome of a report without other consequences. */
	static final Outcome ALIVE = new Outcome(false, null, false, QuestionEnd.NONE, null, false, false, true);

	/** The outcome of a removal. */
	public static final Outcome REMOVED = new Outcome(false, null, false, QuestionEnd.NONE, null, true, false, false);

	/** The outcome of an end that the work reported after its record had ended. */
	static final Outcome OWNER_ENDED = new Outcome(false, null, false, QuestionEnd.NONE, null, false, true, false);

	/**
	 * The outcome of a further request to end a task: its owner may not know it yet, and
	 * its descendants may be live.
	 */
	static Outcome ofRequest(boolean tellOwner, @Nullable TaskCommand forDescendants) {
		return (!tellOwner && forDescendants == null) ? NONE
				: new Outcome(false, null, tellOwner, QuestionEnd.NONE, forDescendants, false, false, false);
	}

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
