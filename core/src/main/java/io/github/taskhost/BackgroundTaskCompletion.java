package io.github.taskhost;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The end of a task as reported by its owner.
 *
 * @param state a terminal state
 * @param summary the outcome for people, or {@code null}; at most 512 characters
 */
public record BackgroundTaskCompletion(BackgroundTaskState state, @Nullable String summary) {

	/**
	 * Validates the state, and cleans and bounds the summary.
	 * @throws InvalidTaskArgumentException if the state is not terminal
	 */
	public BackgroundTaskCompletion {
		if (!state.isTerminal()) {
			throw new InvalidTaskArgumentException("A completion needs a terminal state, and " + state
					+ " is live. Use COMPLETED, FAILED or CANCELLED, or report " + state + " with an update.");
		}
		summary = Texts.cleanOrNull(summary, Texts.LINE);
	}

	/**
	 * Returns a completion with success.
	 * @param summary the outcome for people, or {@code null}
	 * @return the completion
	 */
	public static BackgroundTaskCompletion completed(@Nullable String summary) {
		return new BackgroundTaskCompletion(BackgroundTaskState.COMPLETED, summary);
	}

	/**
	 * Returns a completion with a failure.
	 * @param summary the problem for people, or {@code null}; it is also the message of
	 * the failure
	 * @return the completion
	 */
	public static BackgroundTaskCompletion failed(@Nullable String summary) {
		return new BackgroundTaskCompletion(BackgroundTaskState.FAILED, summary);
	}

	/**
	 * Returns a completion by cancellation.
	 * @param summary the outcome for people, or {@code null}
	 * @return the completion
	 */
	public static BackgroundTaskCompletion cancelled(@Nullable String summary) {
		return new BackgroundTaskCompletion(BackgroundTaskState.CANCELLED, summary);
	}

}
