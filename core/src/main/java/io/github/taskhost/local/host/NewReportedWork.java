package io.github.taskhost.local.host;

import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.local.body.Surroundings;
import io.github.taskhost.local.executor.Drivers;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * New reported work: started by its owner, or by the executor of its kind.
 */
final class NewReportedWork implements NewWork {

	private final Drivers drivers;

	private final Surroundings surroundings;

	private final Kind kind;

	private final TaskMode mode;

	private final Work.@Nullable Owned owner;

	private Work work = Work.None.NONE;

	NewReportedWork(Drivers drivers, Surroundings surroundings, Kind kind, TaskMode mode, Work.@Nullable Owned owner) {
		this.drivers = drivers;
		this.surroundings = surroundings;
		this.kind = kind;
		this.mode = mode;
		this.owner = owner;
	}

	@Override
	public BackgroundTaskState state(boolean startsAtOnce, boolean isDue) {
		return (this.mode == TaskMode.EXTERNAL) ? BackgroundTaskState.RUNNING : BackgroundTaskState.PENDING;
	}

	@Override
	public Work of(LocalTask task) {
		BackgroundTaskExecutor executor = this.kind.executor();
		if (executor != null) {
			this.work = this.drivers.driver(task, executor, this.surroundings, this.owner);
		}
		else if (this.owner != null) {
			this.work = this.owner;
		}
		return this.work;
	}

	@Override
	public void begin() {
		this.work.resume();
	}

	@Override
	public void brokenOff() {
		// the caller gets the error, and the task can be cancelled
	}

	@Override
	public void refused() {
		// holds no slot
	}

}
