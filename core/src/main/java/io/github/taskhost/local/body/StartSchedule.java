package io.github.taskhost.local.body;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskCommand.Removal;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskExtras;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.spi.TaskTransactions;

/**
 * Delays starts of attempts: until the commit of a transaction, and until their start
 * time.
 */
public final class StartSchedule implements ChangeListener {

	private final Clock clock;

	private final Alarms alarms;

	private final Commits commits;

	private final Retention retention;

	/**
	 * Held while an alarm is set or cancelled, so that an alarm that fires at once cannot
	 * be stored after its successor.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	public StartSchedule(Clock clock, Alarms alarms, Commits commits, Retention retention) {
		this.clock = clock;
		this.alarms = alarms;
		this.commits = commits;
		this.retention = retention;
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

	/** Starts an attempt at its start time, or now if that has passed. */
	public void whenDue(LocalTask task, Runnable start) {
		Duration left = TimeRules.startDelay(task.record(), this.clock.instant());
		if (!left.isPositive()) {
			start.run();
			return;
		}
		this.lock.lock();
		try {
			task.ownExtras().start(this.alarms.after(left, () -> whenDue(task, start)));
		}
		finally {
			this.lock.unlock();
		}
		forget(task);
	}

	/** Whether a task may start now. */
	boolean isDue(LocalTask task) {
		TaskExtras extras = task.extras();
		return (extras == null || extras.transaction() == null)
				&& !TimeRules.startDelay(task.record(), this.clock.instant()).isPositive();
	}

	/** Schedules a start again that is no longer due because the clock was set back. */
	public void again(LocalTask task, Runnable start) {
		if (!task.isRemoved() && WorkRules.waitsForItsStart(task.record())) {
			whenDue(task, start);
		}
	}

	@Override
	public void changed(Change change) {
		if (change.isLeaving()) {
			forget(change.task());
		}
	}

	/** Cancels the scheduled start of a task that has ended or was removed. */
	private void forget(LocalTask task) {
		TaskExtras extras = task.extras();
		if (extras == null || !extras.isStartScheduled()
				|| !task.isRemoved() && WorkRules.keepsReports(task.record())) {
			return;
		}
		this.lock.lock();
		try {
			extras.cancelStart();
		}
		finally {
			this.lock.unlock();
		}
	}

}
