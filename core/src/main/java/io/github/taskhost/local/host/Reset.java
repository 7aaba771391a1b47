package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.local.commit.Cancellations;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.event.HandOver;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.session.Wakes;
import io.github.taskhost.local.task.LocalTask;

/**
 * Cancels all work at once and forgets all records, wakes and failures. Listeners are
 * called on helpers, since the caller holds the lock of the phases; the waits for an idle
 * host include the helpers.
 */
public final class Reset {

	private final TaskLookup lookup;

	private final Cancellations cancellations;

	private final Sessions sessions;

	private final Retention retention;

	private final Wakes wakes;

	private final Idle idle;

	private final HandOver handOver;

	public Reset(TaskLookup lookup, Cancellations cancellations, Sessions sessions, Retention retention, Wakes wakes,
			Idle idle, HandOver handOver) {
		this.lookup = lookup;
		this.cancellations = cancellations;
		this.sessions = sessions;
		this.retention = retention;
		this.wakes = wakes;
		this.idle = idle;
		this.handOver = handOver;
	}

	public void run(Duration timeout) throws InterruptedException {
		this.handOver.during(() -> live().forEach((task) -> this.cancellations.nowOfMany(task, "reset")));
		this.sessions.all().forEach((session) -> session.hidden().interrupt());
		this.idle.await(timeout);
		this.handOver.during(this.retention::clear);
		this.wakes.clear();
		for (Session session : this.sessions.all()) {
			session.hidden().forgetFailures();
			this.sessions.tidy(session.id());
		}
		this.idle.await(timeout);
	}

	private List<LocalTask> live() {
		List<LocalTask> tasks = new ArrayList<>();
		this.lookup.forEach(BackgroundTaskFilter.live(), tasks::add);
		return tasks;
	}

}
