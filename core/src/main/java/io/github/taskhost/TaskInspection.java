package io.github.taskhost;

import java.util.List;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.BackgroundTaskRecord;
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
 * @param messages its newest messages, oldest first, at most 20
 * @param answers the answers to its questions, oldest first
 * @param output its newest lines of output, oldest first, at most 50
 */
public record TaskInspection(BackgroundTaskRecord record, List<BackgroundTaskRecord> children, boolean unresponsive,
		@Nullable String thread, List<String> stack, @Nullable String failureStackTrace, List<TaskMessage> messages,
		List<Answer> answers, List<TaskOutputLine> output) {

	/** Copies the lists and takes hidden characters out of the trace. */
	public TaskInspection {
		children = List.copyOf(children);
		stack = List.copyOf(stack);
		failureStackTrace = (failureStackTrace != null) ? Texts.cleanText(failureStackTrace) : null;
		messages = List.copyOf(messages);
		answers = List.copyOf(answers);
		output = List.copyOf(output);
	}

}
