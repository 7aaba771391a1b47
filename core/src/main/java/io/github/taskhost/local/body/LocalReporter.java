package io.github.taskhost.local.body;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.handle.Boxed;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import org.jspecify.annotations.Nullable;

/**
 * The reporter of one attempt: binds the calls of {@link ReportPlane} to it.
 */
public class LocalReporter implements TaskReporter {

	private final ReportPlane plane;

	private final LocalTask task;

	private final int attempt;

	public LocalReporter(ReportPlane plane, LocalTask task, int attempt) {
		this.plane = plane;
		this.task = task;
		this.attempt = attempt;
	}

	final LocalTask task() {
		return this.task;
	}

	/** The present form of the task, which another host may have. */
	private LocalTask now() {
		return this.plane.present(this.task);
	}

	private BackgroundTaskRecord report(TaskCommand command) {
		return this.plane.report(now(), this.attempt, command);
	}

	@Override
	public final String sessionId() {
		return record().sessionId();
	}

	@Override
	public final String taskId() {
		return this.task.record().id();
	}

	@Override
	public final UUID uid() {
		return this.task.uid();
	}

	@Override
	public final int attempt() {
		return this.attempt;
	}

	@Override
	public final BackgroundTaskRecord record() {
		return now().record();
	}

	@Override
	public final void status(String status) {
		this.plane.status(now(), this.attempt, status);
	}

	@Override
	public final void progress(Progress progress) {
		this.plane.progress(now(), this.attempt, progress);
	}

	@Override
	public final void summary(String summary) {
		this.plane.summary(now(), this.attempt, summary);
	}

	@Override
	public final void output(String stream, String text) {
		this.plane.output(now(), this.attempt, stream, text);
	}

	@Override
	public final void artifact(TaskArtifact artifact) {
		this.plane.artifact(now(), this.attempt, artifact);
	}

	@Override
	public final void link(TaskLinks links) {
		report(new TaskCommand.AddLinks(links));
	}

	@Override
	public final void result(Object value) {
		this.plane.result(now(), this.attempt, value);
	}

	@Override
	public final <T> T input(Class<T> type) {
		return Boxed.of(type).cast(this.plane.input(this.task, type));
	}

	@Override
	public final void post(List<TaskMessagePart> parts) {
		this.plane.post(now(), this.attempt, parts);
	}

	@Override
	public final Optional<Answer> ask(InputRequest question) {
		return this.plane.ask(now(), this.attempt, question);
	}

	@Override
	public final Optional<Answer> answer(String key) {
		return Optional.ofNullable(this.plane.answer(this.task, key));
	}

	@Override
	public final void heartbeat() {
		report(new TaskCommand.Heartbeat());
	}

	@Override
	public final void live(BackgroundTaskState state) {
		report(new TaskCommand.Live(state));
	}

	@Override
	public final BackgroundTaskRecord complete(@Nullable String summary) {
		return report(new TaskCommand.End(BackgroundTaskState.COMPLETED, summary, null));
	}

	@Override
	public final BackgroundTaskRecord cancelled(@Nullable String summary) {
		return report(new TaskCommand.End(BackgroundTaskState.CANCELLED, summary, null));
	}

	@Override
	public final BackgroundTaskRecord fail(TaskFailure failure) {
		return this.plane.fail(now(), this.attempt, failure);
	}

}
