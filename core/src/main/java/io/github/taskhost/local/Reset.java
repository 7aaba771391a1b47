package io.github.taskhost.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.event.BackgroundTaskFilter;

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
		live().forEach((task) -> this.host.cancellations().now(task, "reset"));
		this.host.sessions().all().forEach((session) -> session.hidden().interrupt());
		this.idle.await(timeout);
		this.host.retention().clear();
		this.host.wakes().clear();
		for (Session session : this.host.sessions().all()) {
			session.hidden().forgetFailures();
			this.host.sessions().tidy(session.id());
		}
		this.idle.await(timeout);
	}

	private List<LocalTask> live() {
		List<LocalTask> tasks = new ArrayList<>();
		this.host.forEach(BackgroundTaskFilter.live(), tasks::add);
		return tasks;
	}

}
