package io.github.taskhost.lifecycle;

import io.github.taskhost.event.WakeReason;
import org.jspecify.annotations.Nullable;

/**
 * The consequences of a change, as the rules decided them. The parts of a host act on an
 * outcome and derive nothing from states and commands again. Immutable.
 *
 * @param nextAttempt whether the work goes on under a next attempt: a retry or a
 * re-attach
 * @param wake the reason to wake the session, or {@code null} when the wake policy of the
 * task lets it sleep
 * @param tellOwner whether the owner of reported work must be told that it is to end
 * @param question how the question that was open before ended
 * @param forDescendants the command that the live descendants of the task meet, or
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

		/** A person answered. */
		ANSWERED,

		/** The deadline passed. */
		LAPSED,

		/** The task went on or ended without an answer. */
		WITHDRAWN

	}

}
