package io.github.taskhost.local.host;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.taskhost.TaskInspection;
import io.github.taskhost.local.body.UnresponsiveThreads;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.executor.OwnerCalls;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskExtras;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Collects the details of a task: its record, children, thread, messages and output.
 */
public final class Inspections {

	private static final int MAX_CHILDREN = 100;

	private static final int MAX_MESSAGES = 20;

	private static final int MAX_LINES = 50;

	private final KnownTasks lookup;

	private final UnresponsiveThreads unresponsive;

	private final OwnerCalls ownerCalls;

	public Inspections(KnownTasks lookup, UnresponsiveThreads unresponsive, OwnerCalls ownerCalls) {
		this.lookup = lookup;
		this.unresponsive = unresponsive;
		this.ownerCalls = ownerCalls;
	}

	/** The records of threads that outlived their end, and of work that was not told. */
	public List<BackgroundTaskRecord> unresponsive(int limit) {
		return Stream.concat(this.unresponsive.records(), this.ownerCalls.records())
			.sorted(Comparator.comparing(BackgroundTaskRecord::createdAt))
			.limit(limit)
			.toList();
	}

	public Optional<TaskInspection> of(UUID uid) {
		return Optional.ofNullable(this.lookup.find(uid)).map(this::of);
	}

	private TaskInspection of(LocalTask task) {
		Work.Body body = task.body();
		return new TaskInspection(task.record(),
				this.lookup.children(task.uid(), MAX_CHILDREN).stream().map(LocalTask::record).toList(),
				isUnresponsive(task, body), threadOf(body), (body != null) ? body.stack() : List.of(),
				failureStackTrace(task), messages(task), answers(task), output(task));
	}

	private boolean isUnresponsive(LocalTask task, Work.@Nullable Body body) {
		return (body != null) ? this.unresponsive.contains(body) : this.ownerCalls.contains(task);
	}

	private static @Nullable String failureStackTrace(LocalTask task) {
		TaskExtras extras = task.extras();
		return (extras != null) ? extras.failureStackTrace() : null;
	}

	private static List<TaskMessage> messages(LocalTask task) {
		TaskReports reports = task.reports();
		return (reports != null) ? reports.mailbox().tail(MAX_MESSAGES) : List.of();
	}

	private static List<Answer> answers(LocalTask task) {
		TaskReports reports = task.reports();
		return (reports != null) ? reports.mailbox().answers() : List.of();
	}

	private static List<TaskOutputLine> output(LocalTask task) {
		TaskReports reports = task.reports();
		return (reports != null) ? reports.output().tail(MAX_LINES) : List.of();
	}

	private static @Nullable String threadOf(Work.@Nullable Body body) {
		Thread thread = (body != null) ? body.thread() : null;
		return (thread != null) ? thread.getName() + " " + thread.getState() : null;
	}

}
