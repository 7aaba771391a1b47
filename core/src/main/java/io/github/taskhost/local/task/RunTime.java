package io.github.taskhost.local.task;

import java.time.Duration;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * The run time of the present attempt of a live task with a timeout, measured on the
 * monotonic clock.
 *
 * <p>
 * <b>Synchronisation.</b> The measurement is one immutable object, which any thread may
 * read. Changes are made under the lock of {@code Timeouts}.
 */
public final class RunTime {

	private volatile Stretch stretch;

	/**
	 * Begins to measure.
	 * @param record the task
	 * @param ran the run time of its attempt so far
	 * @param nanos the reading of the monotonic clock
	 */
	public RunTime(BackgroundTaskRecord record, Duration ran, long nanos) {
		this.stretch = new Stretch(record.attempt(), record.version(), Nanos.of(ran), nanos,
				TimeRules.countsTowardsTimeout(record), false);
	}

	/**
	 * Follows a change of state; ignores it if a later change was followed.
	 * @param after the task after the change
	 * @param nanos the reading of the monotonic clock at the change
	 */
	public void follow(BackgroundTaskRecord after, long nanos) {
		Stretch last = this.stretch;
		if (after.version() > last.version()) {
			long ran = (after.attempt() == last.attempt()) ? last.ranAt(nanos) : 0;
			this.stretch = new Stretch(after.attempt(), after.version(), ran, nanos,
					TimeRules.countsTowardsTimeout(after), last.held());
		}
	}

	/**
	 * Lets the run time stand still, or go on.
	 * @param held whether it stands still
	 * @param nanos the reading of the monotonic clock
	 */
	public void hold(boolean held, long nanos) {
		Stretch last = this.stretch;
		this.stretch = new Stretch(last.attempt(), last.version(), last.ranAt(nanos), nanos, last.counts(), held);
	}

	/** Whether it stands still although the state counts. */
	public boolean isHeld() {
		return this.stretch.held();
	}

	/** Whether it is that of an attempt. */
	public boolean isOf(int number) {
		return this.stretch.attempt() == number;
	}

	/** The run time of the attempt at a reading of the monotonic clock. */
	public Duration at(long nanos) {
		return Duration.ofNanos(this.stretch.ranAt(nanos));
	}

	/** The command that checks the timeout. */
	public TaskCommand check(long nanos) {
		Stretch last = this.stretch;
		return new TaskCommand.CheckTimeout(last.attempt(), Duration.ofNanos(last.ranAt(nanos)));
	}

	/**
	 * A time during which the run time counts all the time or not at all.
	 *
	 * @param attempt the attempt
	 * @param version the version of the record at its beginning
	 * @param ran the run time before it, in nanoseconds
	 * @param since the reading of the monotonic clock at its beginning
	 * @param counts whether the state counts
	 * @param held whether the run time stands still all the same
	 */
	private record Stretch(int attempt, long version, long ran, long since, boolean counts, boolean held) {

		long ranAt(long nanos) {
			return (this.counts && !this.held) ? this.ran + Math.max(0, nanos - this.since) : this.ran;
		}

	}

}
