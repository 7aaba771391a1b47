package io.github.taskhost.spi;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import org.jspecify.annotations.Nullable;

/**
 * A notice about a task for the host that has it, from a host that does not. The stored
 * record of the task is the truth; a notice says that it has changed, and carries values
 * that are not in it. An answer goes the other way.
 */
public sealed interface TaskNotice {

	/** A notice without content. */
	enum Signal implements TaskNotice {

		/** The task was changed. */
		CHANGED,

		/** The work of the task gave a sign of life, and may have changed the task. */
		ALIVE,

		/** A further request to end the task was made, of which its owner is told. */
		TELL_OWNER,

		/** The work of the task has ended, so that its owner need not be told. */
		OWNER_ENDED

	}

	/**
	 * A line of output of the work.
	 *
	 * @param line the line; its position is given by the host that has the task
	 */
	record Output(TaskOutputLine line) implements TaskNotice {
	}

	/**
	 * A reply to a question that an executor has asked, which has it when the executor
	 * has taken the reply.
	 *
	 * @param number the number of the question
	 * @param message the message with the reply and the key of the question
	 */
	record Reply(int number, TaskMessage message) implements TaskNotice {
	}

	/**
	 * A question for the details of the work that are in the memory of the host that has
	 * a live task. A task that no host has is not asked for.
	 *
	 * @param question the id of the question
	 * @param asker the id of the worker that gets the answer
	 */
	record Inspect(UUID question, String asker) implements TaskNotice {
	}

	/**
	 * The answer to an {@link Inspect} question, for the host that has asked.
	 *
	 * @param question the id of the question
	 * @param asker the id of the worker that has asked
	 * @param work the details of the work
	 */
	record Inspected(UUID question, String asker, WorkDetails work) implements TaskNotice {
	}

	/**
	 * The details of work that are in the memory of its host.
	 *
	 * @param unresponsive whether its owner or executor could not be told to end it
	 * @param thread the name and state of the thread of the body, or {@code null} if
	 * there is none
	 * @param stack the stack of that thread, the newest frame first, at most 100 frames
	 * @param failureStackTrace the stack trace of the last exception of the body, or
	 * {@code null}; at most 8,192 characters
	 * @param output the newest lines of output, oldest first, at most 50
	 */
	record WorkDetails(boolean unresponsive, @Nullable String thread, List<String> stack,
			@Nullable String failureStackTrace, List<TaskOutputLine> output) {

		/** Copies the lists, and bounds the lengths of names. */
		public WorkDetails {
			thread = Texts.cleanOrNull(thread, Texts.LINE);
			stack = stack.stream().map((frame) -> Texts.clean(frame, Texts.MESSAGE)).toList();
			output = List.copyOf(output);
		}

	}

}
