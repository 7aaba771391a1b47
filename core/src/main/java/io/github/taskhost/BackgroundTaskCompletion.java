package io.github.taskhost;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * How a task ended, in the words of whoever ends it.
 *
 * @param state a terminal state
 * @param summary the outcome for people, or {@code null}; at most 512 characters
 */
public record BackgroundTaskCompletion(BackgroundTaskState state, @Nullable String summary) {

	/**
	 * Checks the state and bounds the text.
	 * @throws InvalidTaskArgumentException if the state is not terminal
	 */
	public BackgroundTaskCompletion {
		if (!state.isTerminal()) {
			throw new InvalidTaskArgumentException("A completion cannot end a task as " + state
					+ ": use COMPLETED, FAILED or CANCELLED, or an update for a live state.");
		}
		summary = Texts.cleanOrNull(summary, Texts.LINE);
	}

	/**
	 * The task succeeded.
	 * @param summary the outcome for people, or {@code null}
	 * @return the completion
	 */
	public static BackgroundTaskCompletion completed(@Nullable String summary) {
		return new BackgroundTaskCompletion(BackgroundTaskState.COMPLETED, summary);
	}

	/**
	 * The task failed.
	 * @param summary what was wrong, for people, or {@code null}; it becomes the
	 * failure's message too
	 * @return the completion
	 */
	public static BackgroundTaskCompletion failed(@Nullable String summary) {
		return new BackgroundTaskCompletion(BackgroundTaskState.FAILED, summary);
	}

	/**
	 * The task was cancelled.
	 * @param summary how, for people, or {@code null}
	 * @return the completion
	 */
	public static BackgroundTaskCompletion cancelled(@Nullable String summary) {
		return new BackgroundTaskCompletion(BackgroundTaskState.CANCELLED, summary);
	}

}
