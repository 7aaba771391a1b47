package io.github.taskhost.local.body;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Silence;
import io.github.taskhost.local.task.TaskTimes;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Monitors the work of kinds with a heartbeat timeout, on the monotonic clock. Reported
 * work without a sign of life ends as failed; a silent body is interrupted first.
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
		LocalTask task = change.task();
		Duration deadline = task.kind().options().heartbeatTimeout();
		if (deadline == null) {
			return;
		}
		boolean transition = change.isTransition() || change.isLeaving();
		if (transition || change.outcome().alive()) {
			heard(change);
		}
		if (transition) {
			watch(task, deadline);
		}
	}

	/** Notes a sign of life. */
	private void heard(Change change) {
		LocalTask task = change.task();
		BackgroundTaskRecord record = change.after();
		if (task.isOver() || record.attempt() != task.record().attempt()) {
			return;
		}
		TaskTimes times = task.ownTimes();
		Silence present = times.silence();
		if (present == null || !present.isOf(record.attempt())) {
			times.silence(begun(change));
		}
		else if (!change.isNew()) {
			present.heard(record, change.nanos());
		}
	}

	/** The work of a record from elsewhere may have been silent there. */
	private Silence begun(Change change) {
		BackgroundTaskRecord record = change.after();
		Duration silence = change.isAdopted() ? TimeRules.silence(record, this.clock.instant()) : Duration.ZERO;
		return new Silence(record, silence, change.isNew() ? this.alarms.nanoTime() : change.nanos());
	}

	/**
	 * Runs a call of the host in which the work of an attempt waits. Its begin and its
	 * end are signs of life, and the thread of the body is not silent in between.
	 */
	public <T> T blocking(Attempt attempt, Call<T> call) throws InterruptedException {
		Silence silence = silenceOf(attempt.task());
		if (silence == null || !silence.isOf(attempt.number())) {
			return call.run();
		}
		boolean ofBody = attempt.runsOn(Thread.currentThread());
		heard(attempt.task(), silence);
		if (ofBody) {
			silence.blocked(true);
		}
		try {
			return call.run();
		}
		finally {
			heard(attempt.task(), silence);
			if (ofBody) {
				silence.blocked(false);
			}
		}
	}

	private void heard(LocalTask task, Silence silence) {
		silence.heard(task.record(), this.alarms.nanoTime());
	}

	/**
	 * Whether a throwable of a body is due to a missed heartbeat. It is if the body gave
	 * no sign of life since it was interrupted for its silence, or if it throws within
	 * the patience after that, even when it reported during its clean-up. A body that
	 * went on for longer has overcome the interrupt.
	 */
	boolean wasLost(Attempt attempt) {
		Silence silence = silenceOf(attempt.task());
		return silence != null && silence.isOf(attempt.number())
				&& (silence.isSilent() || silence.wasInterrupted(this.patience, this.alarms.nanoTime()));
	}

	private static @Nullable Silence silenceOf(LocalTask task) {
		TaskTimes times = task.times();
		return (times != null) ? times.silence() : null;
	}

	/** Sets or cancels the alarm of a task. */
	private void watch(LocalTask task, Duration deadline) {
		set(task, () -> left(task, deadline));
	}

	private Optional<Duration> left(LocalTask task, Duration deadline) {
		Silence silence = silenceOf(task);
		return (silence == null || task.isRemoved()) ? Optional.empty()
				: TimeRules.silenceLeft(task.record(), deadline, silence.at(this.alarms.nanoTime()));
	}

	private void set(LocalTask task, Supplier<Optional<Duration>> delay) {
		this.lock.lock();
		try {
			TaskTimes times = task.times();
			if (times != null) {
				times.missedHeartbeat(
						delay.get().map((left) -> this.alarms.after(left, () -> check(task))).orElse(null));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the heartbeat timeout of a task has passed, and nothing was done. */
	public boolean isOverdue(LocalTask task) {
		Duration deadline = task.kind().options().heartbeatTimeout();
		return deadline != null && left(task, deadline).filter(Duration::isZero).isPresent() && !isWindingDown(task);
	}

	/** Whether a body was interrupted for its silence, and has time left to end. */
	private boolean isWindingDown(LocalTask task) {
		Silence silence = silenceOf(task);
		return silence != null && silence.wasInterrupted(this.patience, this.alarms.nanoTime());
	}

	/** Interrupts or ends silent work; else sets its alarm. */
	public void check(LocalTask task) {
		Duration deadline = task.kind().options().heartbeatTimeout();
		Silence silence = silenceOf(task);
		if (deadline == null || silence == null) {
			return;
		}
		if (left(task, deadline).filter(Duration::isZero).isEmpty()) {
			watch(task, deadline);
		}
		else if (task.body() instanceof Attempt attempt
				&& WorkRules.interruptsSilence(task.record(), task.kind().isInterruptible() && !silence.isSilent())) {
			silence.interrupted(this.alarms.nanoTime());
			attempt.interrupt();
			set(task, () -> left(task, deadline).map((none) -> this.patience));
		}
		else if (!lose(task, silence, deadline)) {
			watch(task, deadline);
		}
	}

	/**
	 * Ends silent work. Work that gave a sign of life at this moment goes on, and its
	 * silence begins again.
	 */
	private boolean lose(LocalTask task, Silence silence, Duration deadline) {
		boolean lost = this.commits.apply(task, silence.check(deadline, this.alarms.nanoTime())).isChange();
		if (!lost) {
			heard(task, silence);
		}
		return lost;
	}

	/** A call that waits. */
	@FunctionalInterface
	public interface Call<T> {

		T run() throws InterruptedException;

	}

}
