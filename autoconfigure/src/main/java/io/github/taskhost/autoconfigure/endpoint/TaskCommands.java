package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
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

	TaskChange act(BackgroundTaskRecord task, TaskAction action) {
		return switch (action) {
			case TaskAction.Cancel cancel -> new TaskChange(handle(task).cancel(cancel.reason()), null);
			case TaskAction.CancelNow now -> new TaskChange(handle(task).cancelNow(null), null);
			case TaskAction.Answer answer -> answer(handle(task), answer);
		};
	}

	private static TaskChange answer(BackgroundTaskHandle<?> task, TaskAction.Answer answer) {
		String key = (answer.key() != null) ? answer.key() : openQuestion(task);
		TaskMessageReceipt receipt = new TextAnswer(key, answer.text()).give(task);
		return new TaskChange(task.record(), receipt);
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

	private static String openQuestion(BackgroundTaskHandle<?> handle) {
		BackgroundTaskRecord task = handle.record();
		InputRequest question = task.inputRequest();
		if (question == null) {
			throw new TaskStateException("Task '" + task.id() + "' of session '" + task.sessionId() + "', "
					+ task.state() + ", cannot take an answer: it has no open question." + newest(handle.answers()));
		}
		return question.key();
	}

	/** Of two concurrent answers, the second one is told about the first. */
	private static String newest(List<Answer> answers) {
		if (answers.isEmpty()) {
			return "";
		}
		Answer newest = answers.get(answers.size() - 1);
		return " Its question '" + newest.key() + "' was answered at " + newest.time() + by(newest.by()) + ".";
	}

	private static String by(@Nullable String name) {
		return (name != null) ? " by " + name : "";
	}

}
