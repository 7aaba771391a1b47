package io.github.taskhost.local;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.taskhost.lifecycle.AdmissionRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskCommand.Removal;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.spi.TaskTransactions;
import org.jspecify.annotations.Nullable;

/**
 * Has attempts wait for what comes before their start: the commit of a transaction, then
 * their time.
 */
final class Starts {

	private final Host host;

	private final TaskTransactions transactions;

	/** Held while a timer is set: one that fires at once finds itself replaced. */
	private final ReentrantLock timers = new ReentrantLock();

	Starts(Host host, TaskTransactions transactions) {
		this.host = host;
		this.transactions = transactions;
	}

	/** The transaction whose commit a new task would wait for. */
	TaskTransactions.@Nullable Transaction transactionOf(Spawns.Admission admission) {
		return AdmissionRules.startsAfterCommit(admission.registration(), admission.kind().options(), admission.mode())
				? this.transactions.current() : null;
	}

	/** Starts a task after the commit; without that its record goes. */
	void afterCommit(LocalTask task, TaskTransactions.Transaction transaction, Runnable start) {
		TaskExtras extras = task.ownExtras();
		extras.transaction = Thread.currentThread();
		Consumer<Boolean> outcome = (committed) -> {
			extras.transaction = null;
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
		this.host.commits().commit(task, new TaskCommand.Remove(Removal.ROLLED_BACK));
		if (!WorkRules.keepsReports(task.record())) {
			this.host.retention().withdraw(task);
		}
	}

	/** Starts an attempt when its time has come. */
	void whenDue(LocalTask task, Runnable start) {
		Duration left = TimeRules.startDelay(task.record(), this.host.clock().instant());
		if (!left.isPositive()) {
			start.run();
			return;
		}
		this.timers.lock();
		try {
			task.ownExtras().due = this.host.alarms().after(left, () -> whenDue(task, start));
		}
		finally {
			this.timers.unlock();
		}
		forget(task);
	}

	/** A start that was due and is no more, because the clock went back, is due later. */
	void again(LocalTask task, Runnable start) {
		if (!task.isRemoved() && WorkRules.waitsForItsStart(task.record())) {
			whenDue(task, start);
		}
	}

	/** Nothing starts any more once the task has ended or its record is gone. */
	void forget(LocalTask task) {
		TaskExtras extras = task.extras();
		if (extras == null || extras.due == null || !task.isRemoved() && WorkRules.keepsReports(task.record())) {
			return;
		}
		this.timers.lock();
		try {
			TaskTimer.Scheduled due = extras.due;
			if (due != null) {
				due.cancel();
				extras.due = null;
			}
		}
		finally {
			this.timers.unlock();
		}
	}

}
