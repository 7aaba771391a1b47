package io.github.taskhost.local;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.TaskInspection;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.store.TaskEntry;
import org.jspecify.annotations.Nullable;

/**
 * Close looks at tasks.
 */
final class Inspections {

	private static final int MAX_CHILDREN = 100;

	private static final int MAX_MESSAGES = 20;

	private static final int MAX_LINES = 50;

	private final Host host;

	Inspections(Host host) {
		this.host = host;
	}

	Optional<TaskInspection> of(UUID uid) {
		return Optional.ofNullable(this.host.find(uid)).map(this::of);
	}

	private TaskInspection of(LocalTask task) {
		Execution execution = task.execution;
		return new TaskInspection(task.record(),
				this.host.store().children(task.uid()).stream().limit(MAX_CHILDREN).map(TaskEntry::record).toList(),
				execution != null && this.host.unresponsive().contains(execution), threadOf(execution),
				(execution != null) ? execution.stack() : List.of(), failureStackTrace(task), messages(task),
				answers(task), output(task));
	}

	private static @Nullable String failureStackTrace(LocalTask task) {
		TaskExtras extras = task.extras();
		return (extras != null) ? extras.failureStackTrace : null;
	}

	private static List<TaskMessage> messages(LocalTask task) {
		TaskReports reports = task.reports();
		return (reports != null) ? reports.dialogue().tail(MAX_MESSAGES) : List.of();
	}

	private static List<Answer> answers(LocalTask task) {
		TaskReports reports = task.reports();
		return (reports != null) ? reports.dialogue().answers() : List.of();
	}

	private static List<TaskOutputLine> output(LocalTask task) {
		TaskReports reports = task.reports();
		return (reports != null) ? reports.output().tail(MAX_LINES) : List.of();
	}

	private static @Nullable String threadOf(@Nullable Execution execution) {
		Thread thread = (execution != null) ? execution.thread() : null;
		return (thread != null) ? thread.getName() + " " + thread.getState() : null;
	}

}
