package io.github.taskhost.local.commit;

import java.time.Clock;
import java.time.Instant;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.RunTime;
import io.github.taskhost.local.task.TaskTimes;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Asks the rules for the decision about a command, with the time and the measured
 * durations of the task.
 */
public final class Decisions {

	private final Clock clock;

	private final TaskTimer timer;

	public Decisions(Clock clock, TaskTimer timer) {
		this.clock = clock;
		this.timer = timer;
	}

	/**
	 * The reading of the monotonic clock for a decision; 0 for a task without durations.
	 */
	long nanos(LocalTask task, BackgroundTaskRecord record) {
		return isMeasured(task, record) ? this.timer.nanoTime() : 0;
	}

	/**
	 * Whether durations of a task are measured: a timeout, its silence, a back-off, or a
	 * wait for it.
	 */
	private static boolean isMeasured(LocalTask task, BackgroundTaskRecord record) {
		return task.times() != null || record.timeout() != null || record.maxAttempts() > 1
				|| task.kind().options().heartbeatTimeout() != null;
	}

	Decision decide(LocalTask task, BackgroundTaskRecord before, int attempt, TaskCommand command, long nanos) {
		TaskTimes times = (before.timeout() != null) ? task.times() : null;
		RunTime measured = (times != null) ? times.runTime() : null;
		Instant now = this.clock.instant();
		return (measured != null && measured.isOf(before.attempt()))
				? TaskLifecycle.decide(before, attempt, command, now, measured.at(nanos))
				: TaskLifecycle.decide(before, attempt, command, now);
	}

	/**
	 * The record after changes of another host, with the run time that this host has
	 * measured.
	 */
	BackgroundTaskRecord measured(LocalTask task, BackgroundTaskRecord before, BackgroundTaskRecord after, long nanos) {
		TaskTimes times = (before.timeout() != null) ? task.times() : null;
		RunTime measured = (times != null) ? times.runTime() : null;
		return (measured != null && measured.isOf(before.attempt()))
				? TimeRules.measured(before, after, measured.at(nanos)) : after;
	}

	/**
	 * Decides again about a command whose decision is stored, over reports that came
	 * meanwhile. A report may have changed the decision, such as a sign of life that of a
	 * heartbeat timeout: the stored one stands.
	 */
	Decision.Changed again(Decision.Changed stored, LocalTask task, BackgroundTaskRecord reported, int attempt,
			TaskCommand command, long nanos) {
		return (decide(task, reported, attempt, command, nanos) instanceof Decision.Changed changed
				&& changed.next().state() == stored.next().state()) ? changed : stored.over(reported);
	}

	/** The result of a command to a task whose record was removed. */
	static Change removed(LocalTask task, BackgroundTaskRecord last, int attempt) {
		if (attempt != TaskLifecycle.ANY_ATTEMPT && !last.state().isTerminal()) {
			throw new StaleAttemptException("The record of task '" + last.id() + "' of session '" + last.sessionId()
					+ "' was removed; a report for it changes nothing. Stop its work.");
		}
		return Change.none(task, last);
	}

	static BackgroundTaskException exceptionFor(Decision.Refused refused) {
		return switch (refused.why()) {
			case INVALID -> new InvalidTaskArgumentException(refused.message());
			case STATE -> new TaskStateException(refused.message());
			case CANCELLED -> new TaskCancelledException(refused.message());
			case STALE -> new StaleAttemptException(refused.message());
		};
	}

}
