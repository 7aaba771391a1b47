package io.github.taskhost.local.body;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.RunTime;
import io.github.taskhost.local.task.TaskTimes;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Measures the run time of each attempt with a timeout, on the monotonic clock, and keeps
 * an alarm while it counts. An alarm that fires early has no effect, since the rules
 * check the run time, and is set again.
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
			this.lock.lock();
			try {
				measure(change);
				set(change.task());
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void measure(Change change) {
		LocalTask task = change.task();
		if (task.isOver()) {
			return;
		}
		TaskTimes times = task.ownTimes();
		RunTime present = times.runTime();
		if (present != null) {
			present.follow(change.after(), change.nanos());
		}
		else {
			times.runTime(begun(change));
		}
	}

	/** A record from elsewhere may come with a run time that only its times tell. */
	private RunTime begun(Change change) {
		BackgroundTaskRecord record = change.after();
		Duration ran = change.isAdopted() ? TimeRules.runTime(record, this.clock.instant()) : record.runTime();
		return new RunTime(record, ran, change.isNew() ? this.alarms.nanoTime() : change.nanos());
	}

	/** Sets or cancels the alarm; call under the lock. */
	private void set(LocalTask task) {
		TaskTimes times = task.times();
		if (times != null) {
			times.timeout(timeLeft(task, times).map((left) -> this.alarms.after(left, () -> check(task))).orElse(null));
		}
	}

	/** Lets the timeout of a task stand still, or go on. */
	void hold(LocalTask task, boolean held, long nanos) {
		TaskTimes times = task.times();
		RunTime measured = (times != null) ? times.runTime() : null;
		if (measured != null) {
			this.lock.lock();
			try {
				measured.hold(held, nanos);
				set(task);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private Optional<Duration> timeLeft(LocalTask task, TaskTimes times) {
		RunTime measured = times.runTime();
		return (measured == null || measured.isHeld() || task.isRemoved()) ? Optional.empty()
				: TimeRules.timeLeft(task.record(), measured.at(this.alarms.nanoTime()));
	}

	/** Whether the timeout of a task has passed. */
	public boolean isOverdue(LocalTask task) {
		TaskTimes times = task.times();
		return times != null && timeLeft(task, times).filter(Duration::isZero).isPresent();
	}

	/** Ends a task whose timeout has passed; else sets its alarm. */
	public void check(LocalTask task) {
		TaskTimes times = task.times();
		RunTime measured = (times != null) ? times.runTime() : null;
		if (measured != null && !this.commits.apply(task, measured.check(this.alarms.nanoTime())).isChange()) {
			this.lock.lock();
			try {
				set(task);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

}
