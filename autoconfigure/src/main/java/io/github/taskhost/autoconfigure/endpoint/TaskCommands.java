package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Actions of operators on tasks. The task is the one with the uid of a record: another
 * task that has its id by now is not touched.
 */
final class TaskCommands {

	private final BackgroundTaskHost host;

	TaskCommands(BackgroundTaskHost host) {
		this.host = host;
	}

	Change act(BackgroundTaskRecord task, TaskAction action) {
		return switch (action) {
			case TaskAction.Cancel cancel -> new Change(handle(task).cancel(cancel.reason()), null);
			case TaskAction.CancelNow now -> new Change(handle(task).cancelNow(null), null);
			case TaskAction.Answer answer -> answer(handle(task), answer);
			case TaskAction.Decline decline -> decline(handle(task), decline);
		};
	}

	private static Change answer(BackgroundTaskHandle<?> task, TaskAction.Answer answer) {
		TaskMessageReceipt receipt = (answer.value() != null)
				? TextAnswer.give(task, answer.key(), answer.number(), answer.value())
				: new TextAnswer(answer.key(), answer.number(), String.valueOf(answer.text())).give(task);
		return new Change(task.record(), receipt);
	}

	private static Change decline(BackgroundTaskHandle<?> task, TaskAction.Decline decline) {
		TaskMessageReceipt receipt = (decline.number() != null)
				? task.decline(decline.key(), decline.number(), decline.reason())
				: task.decline(decline.key(), decline.reason());
		return new Change(task.record(), receipt);
	}

	private BackgroundTaskHandle<?> handle(BackgroundTaskRecord task) {
		BackgroundTaskRecord current = this.host.find(task.uid()).orElseThrow(() -> removed(task));
		BackgroundTaskHandle<?> handle = this.host.task(current.sessionId(), current.id());
		if (!handle.uid().equals(task.uid())) {
			throw removed(task);
		}
		return handle;
	}

	private static TaskNotFoundException removed(BackgroundTaskRecord task) {
		return new TaskNotFoundException("Task '" + task.id() + "' of session '" + task.sessionId() + "' (uid "
				+ task.uid() + ") was removed. List the tasks that exist.");
	}

	/**
	 * Result of an action on a task.
	 *
	 * @param record the record after the action
	 * @param receipt the receipt of an answer, or {@code null} for other actions
	 */
	record Change(BackgroundTaskRecord record, @Nullable TaskMessageReceipt receipt) {
	}

}
