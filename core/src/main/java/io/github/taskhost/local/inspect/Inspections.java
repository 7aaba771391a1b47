package io.github.taskhost.local.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.taskhost.TaskInspection;
import io.github.taskhost.local.body.UnresponsiveThreads;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.executor.OwnerCalls;
import io.github.taskhost.local.remote.RemoteWork;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskExtras;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.spi.TaskNotice.WorkDetails;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Collects the details of a task: its record, children, thread, messages and output.
 * Those in the memory of another host are asked for.
 */
public final class Inspections {

	private static final int MAX_CHILDREN = 100;

	private static final int MAX_MESSAGES = 20;

	private static final int MAX_LINES = 50;

	private final KnownTasks lookup;

	private final UnresponsiveThreads unresponsive;

	private final OwnerCalls ownerCalls;

	private final RemoteWork remote;

	public Inspections(KnownTasks lookup, UnresponsiveThreads unresponsive, OwnerCalls ownerCalls, RemoteWork remote) {
		this.lookup = lookup;
		this.unresponsive = unresponsive;
		this.ownerCalls = ownerCalls;
		this.remote = remote;
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
		return this.lookup.isElsewhere(task) ? ofElsewhere(task) : of(task, here(task), null);
	}

	private TaskInspection ofElsewhere(LocalTask task) {
		return switch (this.remote.ask(task)) {
			case RemoteWork.Seen(WorkDetails work) -> of(task, work, null);
			case RemoteWork.OutOfReach(String reason) -> of(task, here(task), reason);
			case RemoteWork.Nowhere() -> {
				LocalTask now = this.lookup.again(task);
				yield of(now, here(now), null);
			}
		};
	}

	private TaskInspection of(LocalTask task, WorkDetails work, @Nullable String outOfReach) {
		return new TaskInspection(task.record(),
				this.lookup.children(task.uid(), MAX_CHILDREN).stream().map(LocalTask::record).toList(),
				work.unresponsive(), work.thread(), work.stack(), work.failureStackTrace(), messages(task),
				answers(task), work.output(), outOfReach);
	}

	/** The details of the work that are known here. */
	private WorkDetails here(LocalTask task) {
		Work.Body body = task.body();
		return new WorkDetails(isUnresponsive(task, body), threadOf(body), (body != null) ? body.stack() : List.of(),
				failureStackTrace(task), output(task));
	}

	/** Answers the question of another host about a task of this one. */
	public void answer(LocalTask task, TaskNotice.Inspect question) {
		this.remote.answer(task, question, here(task));
	}

	/** Takes the answer to a question of this host. */
	public void answered(TaskNotice.Inspected answer) {
		this.remote.answered(answer);
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
