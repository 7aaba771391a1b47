package io.github.taskhost.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskFilter;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskCommand.Removal;

/**
 * Ends everything at once and forgets it.
 */
final class Reset {

	private final Host host;

	private final Idle idle;

	Reset(Host host, Idle idle) {
		this.host = host;
		this.idle = idle;
	}

	void run(Duration timeout) throws InterruptedException {
		tasks(BackgroundTaskFilter.live()).forEach((task) -> this.host.cancellations().now(task, "reset"));
		this.host.sessions().all().forEach((session) -> session.hidden().interrupt());
		this.idle.await(timeout);
		this.host.retention().clear();
		tasks(BackgroundTaskFilter.all()).forEach(this::forget);
		this.host.wakes().clear();
		for (Session session : this.host.sessions().all()) {
			session.hidden().forgetFailures();
			this.host.sessions().tidy(session.id());
		}
		this.idle.await(timeout);
	}

	/** One that ended since. */
	private void forget(LocalTask task) {
		this.host.commits().commit(task, new TaskCommand.Remove(Removal.RETENTION));
		this.host.retention().withdraw(task);
	}

	private List<LocalTask> tasks(BackgroundTaskFilter filter) {
		List<LocalTask> tasks = new ArrayList<>();
		this.host.forEach(filter, tasks::add);
		return tasks;
	}

}
