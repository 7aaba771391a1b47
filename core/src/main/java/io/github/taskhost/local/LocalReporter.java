package io.github.taskhost.local;

import java.util.UUID;

import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.BackgroundTaskState;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.Progress;
import io.github.taskhost.TaskFailure;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.lifecycle.TaskCommand;
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
	public final BackgroundTaskRecord fail(TaskFailure failure) {
		return report(new TaskCommand.End(BackgroundTaskState.FAILED, null, failure));
	}

}
