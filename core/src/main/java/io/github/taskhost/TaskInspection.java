package io.github.taskhost;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A close look at one task, for operators.
 *
 * @param record the task
 * @param children its children, oldest first, at most 100
 * @param unresponsive whether its thread outlived the end of its record
 * @param thread the name and state of the thread of its body, or {@code null} when it has
 * none
 * @param stack what that thread is doing, the newest frame first, at most 100 frames
 * @param failureStackTrace the stack trace of what its body threw, or {@code null}; at
 * most 8,192 characters
 */
public record TaskInspection(BackgroundTaskRecord record, List<BackgroundTaskRecord> children, boolean unresponsive,
		@Nullable String thread, List<String> stack, @Nullable String failureStackTrace) {

	/** Copies the lists. */
	public TaskInspection {
		children = List.copyOf(children);
		stack = List.copyOf(stack);
	}

}
