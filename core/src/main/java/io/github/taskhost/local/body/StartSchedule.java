package io.github.taskhost.local.body;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskCommand.Removal;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.group.Continuations;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.StartDelay;
import io.github.taskhost.local.task.TaskExtras;
import io.github.taskhost.local.task.TaskTimes;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.WallClock;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Delays starts of attempts: until the commit of a transaction, until the ends of other
 * tasks, by their start delay or back-off, which the monotonic clock measures, or until a
 * time of the wall clock.
 */
public final class StartSchedule implements ChangeListener {

	private final Clock clock;

	private final Alarms alarms;

	private final Commits commits;

	private final Retention retention;

	private final Continuations continuations;

	/**
	 * Held while an alarm is set or cancelled, so that an alarm that fires at once cannot
	 * be stored after its successor.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	public StartSchedule(Clock clock, Alarms alarms, Commits commits, Retention retention,
			Continuations continuations) {
		this.clock = clock;
		this.alarms = alarms;
		this.commits = commits;
		this.retention = retention;
		this.continuations = continuations;
	}

	/**
	 * Starts a task after the commit of a transaction; removes its record after a
	 * rollback.
	 */
	public void afterCommit(LocalTask task, TaskTransactions.Transaction transaction, Runnable start) {
		TaskExtras extras = task.ownExtras();
		extras.transaction(Thread.currentThread());
		Consumer<Boolean> outcome = (committed) -> {
			extras.transaction(null);
			if (committed) {
				start.run();
			}
			else {
				rollBack(task);
			}
		};
		try {
			transaction.whenOver(outcome);
		}
		catch (Throwable ex) {
			rollBack(task);
			throw ex;
		}
	}

	private void rollBack(LocalTask task) {
		Change removal = this.commits.apply(task, new TaskCommand.Remove(Removal.ROLLED_BACK));
		if (removal.stored() && !WorkRules.keepsReports(removal.after())) {
			this.retention.withdraw();
		}
	}

	/**
	 * Starts an attempt after the ends of its predecessors and after its delay, or now if
	 * these have passed.
	 */
	public void whenDue(LocalTask task, Runnable start) {
		if (ContinuationRules.waits(task.record())) {
			this.continuations.await(task, () -> whenDue(task, start));
			return;
		}
		Duration left = TimeRules.startFollowsTheClock(task.record()) ? untilLook(task) : left(task);
		if (!left.isPositive()) {
			start.run();
			return;
		}
		TaskTimes times = task.ownTimes();
		this.lock.lock();
		try {
			times.start(this.alarms.after(left, () -> whenDue(task, start)));
		}
		finally {
			this.lock.unlock();
		}
		forgetIfOver(task, times);
	}

	/** Whether a task may start now. */
	boolean isDue(LocalTask task) {
		TaskExtras extras = task.extras();
		return (extras == null || extras.transaction() == null) && !left(task).isPositive()
				&& !this.continuations.holds(task);
	}

	/**
	 * The delay until the next look at the wall clock. It is kept as the delay of the
	 * start: until then, the task is not due, wherever the clock is set.
	 */
	private Duration untilLook(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		Instant next = record.nextAttemptAt();
		Duration look = (next != null) ? WallClock.untilLook(this.clock.instant(), next) : Duration.ZERO;
		if (look.isPositive()) {
			task.ownTimes().startDelay(new StartDelay(record.attempt(), look, this.alarms.nanoTime()));
		}
		return look;
	}

	private Duration left(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		if (record.nextAttemptAt() == null) {
			return Duration.ZERO;
		}
		TaskTimes times = task.times();
		StartDelay delay = (times != null) ? times.startDelay() : null;
		return (delay != null && delay.attempt() == record.attempt()) ? delay.left(this.alarms.nanoTime())
				: TimeRules.startDelay(record, this.clock.instant());
	}

	@Override
	public void changed(Change change) {
		LocalTask task = change.task();
		if (change.isLeaving()) {
			TaskTimes times = task.times();
			if (times != null) {
				forgetIfOver(task, times);
			}
		}
		else if (change.isTransition() && change.after().nextAttemptAt() != null && !task.isOver()) {
			task.ownTimes().startDelay(delay(change));
		}
	}

	/**
	 * The delay begins with the change that asks for it. A record from elsewhere has the
	 * time of its start.
	 */
	private StartDelay delay(Change change) {
		BackgroundTaskRecord record = change.after();
		Instant from = change.isAdopted() ? this.clock.instant() : record.updatedAt();
		return new StartDelay(record.attempt(), TimeRules.startDelay(record, from),
				change.isNew() ? this.alarms.nanoTime() : change.nanos());
	}

	/** Cancels the scheduled start of a task that has ended or was removed. */
	private void forgetIfOver(LocalTask task, TaskTimes times) {
		if (task.isOver()) {
			this.lock.lock();
			try {
				times.cancelStart();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

}
