package io.github.taskhost.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.Commits.Commit;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what follows from a change that was committed: counters, slots, timers,
 * interrupts, callbacks, and at last the delivery of its events. It decides nothing.
 */
final class Effects {

	private final Host host;

	/** Held while a timeout is set: whoever comes last sees the newest record. */
	private final ReentrantLock timeouts = new ReentrantLock();

	Effects(Host host) {
		this.host = host;
	}

	void of(LocalTask task, Commit commit) {
		SessionWake wake = wake(task, commit);
		if (commit.outcome().removed()) {
			removed(task, commit.after());
		}
		else if (commit.isTransition()) {
			transition(task, commit);
		}
		else {
			moved(task, commit);
		}
		this.host.asking().over(task, commit);
		this.host.delivery().deliver(task);
		if (wake != null) {
			this.host.delivery().deliver(wake);
		}
	}

	/** It waits in its session before anybody is told that the task ended. */
	private @Nullable SessionWake wake(LocalTask task, Commit commit) {
		WakeReason reason = commit.outcome().wake();
		return (reason != null) ? this.host.wakes().add(task, commit.after(), reason) : null;
	}

	private void moved(LocalTask task, Commit commit) {
		String from = commit.before().sessionId();
		if (!commit.after().sessionId().equals(from)) {
			if (!commit.after().state().isTerminal()) {
				this.host.sessions().of(from).left(1);
			}
			this.host.sessions().tidy(from);
			followWakes(task);
		}
	}

	private void followWakes(LocalTask task) {
		if (task.record().wakePolicy() != WakePolicy.SILENT) {
			this.host.wakes().follow(task);
		}
	}

	private void removed(LocalTask task, BackgroundTaskRecord last) {
		if (!last.state().isTerminal()) {
			this.host.statistics().left(last, task.kind());
			leave(last);
			setTimeout(task);
			followTime(task);
			endReports(task);
			task.settle();
		}
		this.host.budget().removed(task);
		followWakes(task);
		this.host.sessions().tidy(last.sessionId());
	}

	private void leave(BackgroundTaskRecord record) {
		this.host.statistics().live.decrementAndGet();
		this.host.sessions().of(record.sessionId()).left(1);
	}

	private void transition(LocalTask task, Commit commit) {
		BackgroundTaskRecord after = commit.after();
		this.host.statistics().count(commit.before(), after, task.kind());
		if (after.timeout() != null) {
			setTimeout(task);
		}
		followTime(task);
		Assignment assignment = task.assignment();
		Execution execution = task.execution;
		if (execution != null) {
			slot(execution, commit);
			execution.transition(commit.before(), after);
		}
		if (commit.outcome().nextAttempt() && assignment != null) {
			assignment.startNextAttempt();
		}
		if (after.state().isTerminal()) {
			ended(task, commit, execution);
		}
		else if (WorkRules.windsDown(after) && execution != null) {
			execution.windDown();
			this.host.cancellations().escalate(execution);
		}
		if (commit.outcome().tellOwner()) {
			tellOwner(task);
		}
		this.host.metrics().transition(commit.before(), after);
	}

	private void followTime(LocalTask task) {
		this.host.starts().forget(task);
		this.host.heartbeats().watch(task);
	}

	private void ended(LocalTask task, Commit commit, @Nullable Execution execution) {
		leave(commit.after());
		if (execution != null) {
			this.host.executions().recordEnded(execution, commit.before());
		}
		endReports(task);
		this.host.retention().ended(task);
		task.settle();
		boolean trimsItself = execution != null && execution.runsOn(Thread.currentThread());
		if (!trimsItself && this.host.retention().isOverfull()) {
			this.host.threads().execute(this.host.retention()::trim);
		}
	}

	private void endReports(LocalTask task) {
		TaskReports reports = task.reports();
		if (reports != null) {
			reports.end();
			this.host.budget().ended(task);
		}
		Assignment assignment = task.assignment();
		if (assignment != null) {
			assignment.ended();
		}
	}

	/** The callback of the registration, or the executor of the kind, is told once. */
	private void tellOwner(LocalTask task) {
		Assignment assignment = task.assignment();
		if (task.hasOwner()) {
			ExternalTaskCancellation owner = task.takeOwner();
			if (owner != null) {
				this.host.callbacks().run(task, () -> owner.cancel(task.record()));
			}
		}
		else if (assignment != null) {
			assignment.cancel();
		}
	}

	private void slot(Execution execution, Commit commit) {
		SlotQueue.Slot<LocalTask> slot = execution.slot;
		boolean held = WorkRules.holdsSlot(commit.before());
		boolean holds = WorkRules.holdsSlot(commit.after());
		if (slot == null || held == holds) {
			return;
		}
		if (holds) {
			slot.takeBack();
		}
		else {
			this.host.executions().startQueued(slot.lend());
		}
	}

	/**
	 * Sets the timer of the attempt when its time runs, and takes it away when it does
	 * not. A timer that fires too early changes nothing: the rules look at the time
	 * itself.
	 */
	void setTimeout(LocalTask task) {
		this.timeouts.lock();
		try {
			TaskExtras extras = task.ownExtras();
			Scheduled earlier = extras.timeout;
			if (earlier != null) {
				earlier.cancel();
			}
			extras.timeout = timeLeft(task).map((left) -> this.host.alarms().after(left, () -> checkTimeout(task)))
				.orElse(null);
		}
		finally {
			this.timeouts.unlock();
		}
	}

	private Optional<Duration> timeLeft(LocalTask task) {
		return task.isRemoved() ? Optional.empty() : TimeRules.timeLeft(task.record(), this.host.clock().instant());
	}

	private void checkTimeout(LocalTask task) {
		if (!this.host.commits().commit(task, new TaskCommand.CheckTimeout()).isChange()) {
			setTimeout(task);
		}
	}

}
