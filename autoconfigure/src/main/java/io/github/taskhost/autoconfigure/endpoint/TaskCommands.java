package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;

import io.github.taskhost.Answer;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.InputRequest;
import io.github.taskhost.InvalidTaskArgumentException;
import io.github.taskhost.TaskMessageReceipt;
import io.github.taskhost.TaskStateException;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can do to a task.
 */
final class TaskCommands {

	private final BackgroundTaskHost host;

	TaskCommands(BackgroundTaskHost host) {
		this.host = host;
	}

	TaskChange act(BackgroundTaskRecord task, TaskAction action) {
		return switch (action.name()) {
			case "cancel" -> cancel(task, action);
			case "answer" -> answer(task, action);
			case null, default -> throw new InvalidTaskArgumentException(
					"There is no action '" + action.name() + "': use cancel or answer.");
		};
	}

	private TaskChange cancel(BackgroundTaskRecord task, TaskAction action) {
		action.takesNeitherKeyNorText();
		return new TaskChange(handle(task).cancel(action.reason()), null);
	}

	private TaskChange answer(BackgroundTaskRecord task, TaskAction action) {
		action.takesNoReason();
		String text = action.requiredText();
		BackgroundTaskHandle<?> handle = handle(task);
		String key = (action.key() != null) ? action.key() : openQuestion(handle);
		TaskMessageReceipt receipt = new TextAnswer(key, text).give(handle);
		return new TaskChange(handle.record(), receipt);
	}

	private BackgroundTaskHandle<?> handle(BackgroundTaskRecord task) {
		return this.host.task(task.sessionId(), task.id());
	}

	private static String openQuestion(BackgroundTaskHandle<?> handle) {
		BackgroundTaskRecord task = handle.record();
		InputRequest question = task.inputRequest();
		if (question == null) {
			throw new TaskStateException("Task '" + task.id() + "' of session '" + task.sessionId() + "', "
					+ task.state() + ", cannot take an answer: it asks nothing now." + newest(handle.answers()));
		}
		return question.key();
	}

	/** Two people may answer at a time: the second is told about the first. */
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

	BackgroundTaskRecord cancelNow(BackgroundTaskRecord task) {
		this.host.cancelManaged(task.sessionId(), task.id());
		return this.host.find(task.uid()).orElse(task);
	}

}
