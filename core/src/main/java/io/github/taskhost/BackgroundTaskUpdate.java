package io.github.taskhost;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * A report about a live task: a state, a progress message, or both.
 *
 * @param state the new state, or {@code null} for no change
 * @param progress the new status line, or {@code null} for no change; at most 512
 * characters
 */
public record BackgroundTaskUpdate(@Nullable BackgroundTaskState state, @Nullable String progress) {

	/** Cleans and bounds the message. */
	public BackgroundTaskUpdate {
		progress = Texts.cleanOrNull(progress, Texts.LINE);
	}

	/**
	 * Returns an update of the state.
	 * @param state the new state
	 * @return the update
	 */
	public static BackgroundTaskUpdate ofState(BackgroundTaskState state) {
		return new BackgroundTaskUpdate(state, null);
	}

	/**
	 * Returns an update of the status line.
	 * @param progress the new status line
	 * @return the update
	 */
	public static BackgroundTaskUpdate ofProgress(String progress) {
		return new BackgroundTaskUpdate(null, progress);
	}

}
