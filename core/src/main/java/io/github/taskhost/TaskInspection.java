package io.github.taskhost;

import java.util.List;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Details of a task for operators.
 *
 * @param record the record of the task
 * @param children its children, oldest first, at most 100
 * @param unresponsive whether its thread still runs although the record is terminal, or
 * its owner or executor could not be told to end the work
 * @param thread the name and state of the thread of its body, or {@code null} if it has
 * none
 * @param stack the stack of that thread, the newest frame first, at most 100 frames
 * @param failureStackTrace the stack trace of the exception of its body, or {@code null};
 * at most 8,192 characters
 * @param messages its newest messages, oldest first, at most 20
 * @param answers the answers to its questions, oldest first
 * @param output its newest lines of output, oldest first, at most 50
 * @param outOfReach the reason, a sentence, for which another host that has the task
 * could not be asked, or did not answer within two seconds: then the task is shown as it
 * is stored, without thread, stack and stack trace; {@code null} if nothing is missing
 */
public record TaskInspection(BackgroundTaskRecord record, List<BackgroundTaskRecord> children, boolean unresponsive,
		@Nullable String thread, List<String> stack, @Nullable String failureStackTrace, List<TaskMessage> messages,
		List<Answer> answers, List<TaskOutputLine> output, @Nullable String outOfReach) {

	/** Copies the lists, and cleans the stack trace. */
	public TaskInspection {
		children = List.copyOf(children);
		stack = List.copyOf(stack);
		failureStackTrace = (failureStackTrace != null) ? Texts.cleanText(failureStackTrace) : null;
		messages = List.copyOf(messages);
		answers = List.copyOf(answers);
		output = List.copyOf(output);
	}

}
