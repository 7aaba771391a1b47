package io.github.taskhost.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.spi.TaskTimer;
import org.jspecify.annotations.Nullable;

/**
 * Watches work of kinds that must give a sign of life from time to time. Silent work that
 * is reported ends as failed; a silent body is interrupted first.
 */
final class Heartbeats {

	private final Host host;

	private final Duration patience;

	/** Held while a timer is set: whoever comes last sees the newest record. */
	private final ReentrantLock timers = new ReentrantLock();

	Heartbeats(Host host, Duration patience) {
		this.host = host;
		this.patience = patience;
	}

	/** Watches a task after a change of its state, if its kind wants that. */
	void watch(LocalTask task) {
		Duration deadline = task.kind().options().heartbeatTimeout();
		if (deadline != null) {
			set(task, () -> left(task, deadline));
		}
	}

	/**
	 * Whether a cancellation that a body threw is that of its silence: it gave no sign of
	 * life since, or it ends by that interrupt, whatever it reported of its clean-up.
	 */
	boolean wasLost(Execution execution, boolean byInterrupt) {
		Instant interrupted = execution.interruptedForSilence();
		return isSilent(execution) || byInterrupt && interrupted != null
				&& this.host.clock().instant().isBefore(interrupted.plus(this.patience));
	}

	/** Whether a body was interrupted for its silence, and gave no sign of life since. */
	private boolean isSilent(Execution execution) {
		Instant interrupted = execution.interruptedForSilence();
		LocalTask task = execution.task();
		return interrupted != null && TimeRules.lastSign(task.record(), lastOutput(task)).isBefore(interrupted);
	}

	private Optional<Duration> left(LocalTask task, Duration deadline) {
		return task.isRemoved() ? Optional.empty()
				: TimeRules.silenceLeft(task.record(), deadline, lastOutput(task), this.host.clock().instant());
	}

	private static @Nullable Instant lastOutput(LocalTask task) {
		TaskReports reports = task.reports();
		return (reports != null) ? reports.output().lastWritten() : null;
	}

	private void set(LocalTask task, Supplier<Optional<Duration>> delay) {
		this.timers.lock();
		try {
			TaskExtras extras = task.ownExtras();
			TaskTimer.Scheduled earlier = extras.silence;
			if (earlier != null) {
				earlier.cancel();
			}
			extras.silence = delay.get().map((left) -> this.host.alarms().after(left, () -> check(task))).orElse(null);
		}
		finally {
			this.timers.unlock();
		}
	}

	private void check(LocalTask task) {
		Duration deadline = task.kind().options().heartbeatTimeout();
		if (deadline == null || left(task, deadline).isEmpty()) {
			return;
		}
		Execution execution = task.execution;
		if (left(task, deadline).filter(Duration::isZero).isEmpty()) {
			watch(task);
		}
		else if (execution != null && WorkRules.interruptsSilence(task.record(), isSilent(execution))) {
			execution.interruptForSilence(this.host.clock().instant());
			set(task, () -> left(task, deadline).map((none) -> this.patience));
		}
		else if (!lose(task, deadline)) {
			watch(task);
		}
	}

	private boolean lose(LocalTask task, Duration deadline) {
		TaskCommand check = new TaskCommand.CheckHeartbeat(deadline, lastOutput(task));
		return this.host.commits().commit(task, check).isChange();
	}

}
