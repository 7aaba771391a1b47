package io.github.taskhost.local.body;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.local.time.Alarms;
import org.jspecify.annotations.Nullable;

/**
 * Monitors the work of kinds with a heartbeat timeout. Reported work without a sign of
 * life ends as failed; a silent body is interrupted first.
 */
public final class Heartbeats implements ChangeListener {

	private final Clock clock;

	private final Alarms alarms;

	private final Commits commits;

	private final Duration patience;

	/** Held while an alarm is set: the last thread to set it sees the newest record. */
	private final ReentrantLock lock = new ReentrantLock();

	public Heartbeats(Clock clock, Alarms alarms, Commits commits, Duration patience) {
		this.clock = clock;
		this.alarms = alarms;
		this.commits = commits;
		this.patience = patience;
	}

	@Override
	public void changed(Change change) {
		if (change.isTransition() || change.isLeaving()) {
			watch(change.task());
		}
	}

	/** Sets or cancels the alarm of a task, if its kind has a heartbeat timeout. */
	private void watch(LocalTask task) {
		Duration deadline = task.kind().options().heartbeatTimeout();
		if (deadline != null) {
			set(task, () -> left(task, deadline));
		}
	}

	/**
	 * Whether a throwable of a body is due to a missed heartbeat. It is if the body gave
	 * no sign of life since it was interrupted for its silence, or if it throws within
	 * the patience after that, even when it reported during its clean-up. A body that
	 * went on for longer has overcome the interrupt.
	 */
	boolean wasLost(Attempt attempt) {
		Instant interrupted = attempt.interruptedForSilence();
		return interrupted != null
				&& (isSilent(attempt) || this.clock.instant().isBefore(interrupted.plus(this.patience)));
	}

	/** Whether a body was interrupted for its silence and gave no sign of life since. */
	private boolean isSilent(Attempt attempt) {
		Instant interrupted = attempt.interruptedForSilence();
		LocalTask task = attempt.task();
		return interrupted != null && TimeRules.lastSign(task.record(), lastOutput(task)).isBefore(interrupted);
	}

	private Optional<Duration> left(LocalTask task, Duration deadline) {
		return task.isRemoved() ? Optional.empty()
				: TimeRules.silenceLeft(task.record(), deadline, lastOutput(task), this.clock.instant());
	}

	private static @Nullable Instant lastOutput(LocalTask task) {
		TaskReports reports = task.reports();
		return (reports != null) ? reports.output().lastWritten() : null;
	}

	private void set(LocalTask task, Supplier<Optional<Duration>> delay) {
		this.lock.lock();
		try {
			task.ownExtras()
				.silence(delay.get().map((left) -> this.alarms.after(left, () -> check(task))).orElse(null));
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the heartbeat timeout of a task has passed, and nothing was done. */
	public boolean isOverdue(LocalTask task) {
		Duration deadline = task.kind().options().heartbeatTimeout();
		return deadline != null && left(task, deadline).filter(Duration::isZero).isPresent()
				&& !(task.body() instanceof Attempt attempt && isWindingDown(attempt));
	}

	/** Whether a body was interrupted for its silence, and has time left to end. */
	private boolean isWindingDown(Attempt attempt) {
		Instant interrupted = attempt.interruptedForSilence();
		return interrupted != null && this.clock.instant().isBefore(interrupted.plus(this.patience));
	}

	/** Interrupts or ends silent work; else sets its alarm. */
	public void check(LocalTask task) {
		Duration deadline = task.kind().options().heartbeatTimeout();
		if (deadline == null || left(task, deadline).isEmpty()) {
			return;
		}
		if (left(task, deadline).filter(Duration::isZero).isEmpty()) {
			watch(task);
		}
		else if (task.body() instanceof Attempt attempt
				&& WorkRules.interruptsSilence(task.record(), task.kind().isInterruptible() && !isSilent(attempt))) {
			attempt.interruptForSilence(this.clock.instant());
			set(task, () -> left(task, deadline).map((none) -> this.patience));
		}
		else if (!lose(task, deadline)) {
			watch(task);
		}
	}

	private boolean lose(LocalTask task, Duration deadline) {
		TaskCommand check = new TaskCommand.CheckHeartbeat(deadline, lastOutput(task));
		return this.commits.apply(task, check).isChange();
	}

}
