package io.github.taskhost.local.body;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;

/**
 * Keeps an alarm for the timeout of each attempt while its run time counts. An alarm that
 * fires early has no effect, since the rules check the time, and is set again.
 */
public final class Timeouts implements ChangeListener {

	private final Clock clock;

	private final Alarms alarms;

	private final Commits commits;

	/** Held while an alarm is set: the last thread to set it sees the newest record. */
	private final ReentrantLock lock = new ReentrantLock();

	public Timeouts(Clock clock, Alarms alarms, Commits commits) {
		this.clock = clock;
		this.alarms = alarms;
		this.commits = commits;
	}

	@Override
	public void changed(Change change) {
		if (change.after().timeout() != null && (change.isTransition() || change.isLeaving())) {
			set(change.task());
		}
	}

	private void set(LocalTask task) {
		this.lock.lock();
		try {
			task.ownExtras()
				.timeout(timeLeft(task).map((left) -> this.alarms.after(left, () -> check(task))).orElse(null));
		}
		finally {
			this.lock.unlock();
		}
	}

	private Optional<Duration> timeLeft(LocalTask task) {
		return task.isRemoved() ? Optional.empty() : TimeRules.timeLeft(task.record(), this.clock.instant());
	}

	/** Whether the timeout of a task has passed. */
	public boolean isOverdue(LocalTask task) {
		return task.record().timeout() != null && timeLeft(task).filter(Duration::isZero).isPresent();
	}

	/** Ends a task whose timeout has passed; else sets its alarm. */
	public void check(LocalTask task) {
		if (!this.commits.apply(task, new TaskCommand.CheckTimeout()).isChange()) {
			set(task);
		}
	}

}
