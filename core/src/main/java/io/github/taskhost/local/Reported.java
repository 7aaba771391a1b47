package io.github.taskhost.local;

import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Work that reports for itself: begun elsewhere, by its owner, or by the executor of its
 * kind.
 */
final class Reported implements Spawns.Work {

	private final Host host;

	private final Kind kind;

	private final TaskMode mode;

	private final @Nullable ExternalTaskCancellation owner;

	private @Nullable Assignment assignment;

	Reported(Host host, Kind kind, TaskMode mode, @Nullable ExternalTaskCancellation owner) {
		this.host = host;
		this.kind = kind;
		this.mode = mode;
		this.owner = owner;
	}

	@Override
	public BackgroundTaskState state(boolean startsNow) {
		return (this.mode == TaskMode.EXTERNAL) ? BackgroundTaskState.RUNNING : BackgroundTaskState.PENDING;
	}

	@Override
	public LocalTask task(Decision.Changed first) {
		LocalTask fresh = new LocalTask(first.next(), this.host.delivery().wanted(first), this.kind, this.owner);
		BackgroundTaskExecutor executor = this.kind.executor();
		if (executor != null) {
			Surroundings surroundings = (this.mode == TaskMode.SUBMITTED) ? this.host.propagation().capture()
					: Surroundings.NONE;
			this.assignment = new Assignment(this.host, fresh, executor, surroundings);
			fresh.assign(this.assignment);
		}
		return fresh;
	}

	@Override
	public void begin() {
		if (this.assignment == null) {
			return;
		}
		if (this.mode == TaskMode.SUBMITTED) {
			this.assignment.startWhenDue();
		}
		else {
			this.assignment.reconciling().begin();
		}
	}

	@Override
	public void refused() {
		// nothing was taken
	}

}
