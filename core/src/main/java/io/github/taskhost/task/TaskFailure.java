package io.github.taskhost.task;

import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a task. The stack trace is not part of it: see
 * {@link io.github.taskhost.TaskInspection#failureStackTrace()}.
 *
 * @param kind the sort of failure
 * @param type the class name of the exception, or {@code null} if there was none
 * @param message the message of the failure, or {@code null}; at most 2,000 characters
 */
public record TaskFailure(FailureKind kind, @Nullable String type, @Nullable String message) {

	/** Cleans and bounds the texts. */
	public TaskFailure {
		type = Texts.cleanOrNull(type, Texts.LINE);
		message = Texts.cleanOrNull(message, Texts.MESSAGE);
	}

	/**
	 * Returns the failure for an exception of a body.
	 * @param thrown the exception
	 * @return a failure of kind {@link FailureKind#EXCEPTION}
	 */
	public static TaskFailure of(Throwable thrown) {
		return new TaskFailure(FailureKind.EXCEPTION, thrown.getClass().getName(), messageOf(thrown));
	}

	private static @Nullable String messageOf(Throwable thrown) {
		try {
			return thrown.getMessage();
		}
		catch (Throwable ex) {
			return "(message unavailable: getMessage() threw " + ex.getClass().getName() + ")";
		}
	}

}
