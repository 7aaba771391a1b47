package io.github.taskhost.console.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * Parts of the details of a task.
 */
final class TaskParts {

	/** The exceptions by which a body follows a cancellation. */
	private static final Set<String> CANCEL_SIGNALS = Set.of(TaskCancelledException.class.getName(),
			InterruptedException.class.getName(), CancellationException.class.getName());

	private TaskParts() {
	}

	static @Nullable TaskLinks links(BackgroundTaskRecord record) {
		return record.links().equals(TaskLinks.NONE) ? null : record.links();
	}

	static TaskDetail.@Nullable Value input(BackgroundTaskRecord record, Values values) {
		JsonPayload input = record.input();
		return (input != null) ? new TaskDetail.Value(values.json("input", input), input.text().length(), null) : null;
	}

	static TaskDetail.@Nullable Value result(BackgroundTaskRecord record, Values values) {
		TaskResult result = record.result();
		if (result == null) {
			return null;
		}
		JsonPayload value = result.value();
		return new TaskDetail.Value(values.json("result.value", value), (value != null) ? value.text().length() : null,
				result.omitted());
	}

	static List<TaskDetail.AttemptView> attempts(BackgroundTaskRecord record, Values values) {
		List<TaskDetail.AttemptView> attempts = new ArrayList<>();
		for (TaskAttempt attempt : record.earlierAttempts()) {
			attempts.add(new TaskDetail.AttemptView(attempt.number(), attempt.startedAt(), attempt.endedAt(),
					attempt.workerId(), TaskRow.Failure.of(attempt.failure(), "earlierAttempts.failure", values),
					null));
		}
		attempts.add(last(record, values));
		return attempts;
	}

	/**
	 * The attempt that the record is in. An attempt that ended since the task was
	 * cancelled has the failure of its body only if that is more than the signal of the
	 * cancellation.
	 */
	private static TaskDetail.AttemptView last(BackgroundTaskRecord record, Values values) {
		boolean cancelled = record.state() == BackgroundTaskState.CANCELLED;
		TaskFailure failure = record.failure();
		boolean signal = cancelled && failure != null && failure.type() != null
				&& CANCEL_SIGNALS.contains(failure.type());
		return new TaskDetail.AttemptView(record.attempt(), record.attemptStartedAt(), record.finishedAt(),
				record.workerId(), signal ? null : TaskRow.Failure.of(failure, "failure", values),
				cancelled ? true : null);
	}

	static TaskDetail.@Nullable Question question(BackgroundTaskRecord record) {
		InputRequest request = record.inputRequest();
		if (request == null) {
			return null;
		}
		Object expected = (request.expected() != null) ? TaskValues.plain(request.expected()) : null;
		return new TaskDetail.Question(request.key(), request.number(), request.prompt(), expected,
				(expected != null) ? ConsoleJson.pretty(expected) : null, request.deadline(), request.authority(),
				record.stateSince());
	}

	static List<TaskDetail.AnswerView> answers(List<Answer> answers, Values values) {
		return answers.stream()
			.map((answer) -> new TaskDetail.AnswerView(answer.key(), values.line("answers.value", answer.value()),
					answer.time(), answer.by()))
			.toList();
	}

}
