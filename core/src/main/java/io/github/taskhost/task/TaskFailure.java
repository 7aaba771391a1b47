package io.github.taskhost.task;

import io.github.taskhost.TaskInspection;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Why a task failed. The stack trace is not part of it: see
 * {@link TaskInspection#failureStackTrace()}.
 *
 * @param kind the sort of failure
 * @param type the class name of what was thrown, or {@code null} when nothing was
 * @param message what was wrong, or {@code null}; at most 2,000 characters
 */
public record TaskFailure(FailureKind kind, @Nullable String type, @Nullable String message) {

	/** Bounds the texts. */
	public TaskFailure {
		type = Texts.cleanOrNull(type, Texts.LINE);
		message = Texts.cleanOrNull(message, Texts.MESSAGE);
	}

	/**
	 * The failure of a body that threw.
	 * @param thrown what it threw
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
			return "(its message could not be read: " + ex.getClass().getName() + ")";
		}
	}

}
