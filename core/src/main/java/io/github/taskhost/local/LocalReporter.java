package io.github.taskhost.local;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import org.jspecify.annotations.Nullable;

/**
 * The report plane of one attempt.
 */
class LocalReporter implements TaskReporter {

	private final Host host;

	private final LocalTask task;

	private final int attempt;

	LocalReporter(Host host, LocalTask task, int attempt) {
		this.host = host;
		this.task = task;
		this.attempt = attempt;
	}

	final Host host() {
		return this.host;
	}

	final LocalTask task() {
		return this.task;
	}

	private BackgroundTaskRecord report(TaskCommand command) {
		return this.host.commits().commit(this.task, this.attempt, command).after();
	}

	@Override
	public final String sessionId() {
		return record().sessionId();
	}

	@Override
	public final String taskId() {
		return record().id();
	}

	@Override
	public final UUID uid() {
		return record().uid();
	}

	@Override
	public final int attempt() {
		return this.attempt;
	}

	@Override
	public final BackgroundTaskRecord record() {
		return this.task.record();
	}

	@Override
	public final void status(String status) {
		report(new TaskCommand.Describe(BackgroundTaskUpdate.ofProgress(status).progress(), null, null));
	}

	@Override
	public final void progress(Progress progress) {
		report(new TaskCommand.Describe(null, progress, null));
	}

	@Override
	public final void summary(String summary) {
		report(new TaskCommand.Describe(null, null, BackgroundTaskUpdate.ofProgress(summary).progress()));
	}

	@Override
	public final void output(String stream, String text) {
		TaskOutputLine.requireValidStream(stream);
		this.host.commits().requireCurrent(this.task, this.attempt);
		if (WorkRules.keepsReports(record())) {
			this.host.reportsOf(this.task).output().append(stream, text, this.host.clock().instant());
		}
	}

	@Override
	public final void artifact(TaskArtifact artifact) {
		report(new TaskCommand.AddArtifact(artifact, this.host.options().reports().artifacts()));
	}

	@Override
	public final void link(TaskLinks links) {
		report(new TaskCommand.AddLinks(links));
	}

	@Override
	public final void result(Object value) {
		report(new TaskCommand.SetResult(this.host.codec().encodeResult(value)));
	}

	@Override
	public final <T> T input(Class<T> type) {
		Object input = Objects.requireNonNull(this.host.codec().decode(record().input(), type), "the input");
		return type.cast(input);
	}

	@Override
	public final void post(List<TaskMessagePart> parts) {
		this.host.messaging().post(this.task, this.attempt, parts);
	}

	@Override
	public final Optional<Answer> ask(InputRequest question) {
		return Optional.ofNullable(this.host.asking().ask(this.task, this.attempt, question, null).kept());
	}

	@Override
	public final Optional<Answer> answer(String key) {
		TaskReports reports = this.task.reports();
		return (reports != null) ? Optional.ofNullable(reports.dialogue().answer(key)) : Optional.empty();
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
		return report(new TaskCommand.End(BackgroundTaskState.FAILED, null, failure,
				this.host.backoff().after(record(), failure)));
	}

}
