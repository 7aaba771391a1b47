package io.github.taskhost;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * A report about a live task: a state, a message about its progress, or both.
 *
 * @param state the state it is in, or {@code null} for no change
 * @param progress the new status line, or {@code null} for no change; at most 512
 * characters
 */
public record BackgroundTaskUpdate(@Nullable BackgroundTaskState state, @Nullable String progress) {

	/** Bounds the text. */
	public BackgroundTaskUpdate {
		progress = Texts.cleanOrNull(progress, Texts.LINE);
	}

	/**
	 * A report of a state.
	 * @param state the state
	 * @return the update
	 */
	public static BackgroundTaskUpdate ofState(BackgroundTaskState state) {
		return new BackgroundTaskUpdate(state, null);
	}

	/**
	 * A report of progress.
	 * @param progress the new status line
	 * @return the update
	 */
	public static BackgroundTaskUpdate ofProgress(String progress) {
		return new BackgroundTaskUpdate(null, progress);
	}

}
