package io.github.taskhost.local.task;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The silence of one attempt of a live task whose kind has a heartbeat timeout, measured
 * on the monotonic clock.
 *
 * <p>
 * <b>Synchronisation.</b> The last sign of life is one immutable object, replaced by
 * compare-and-set with a later one.
 */
public final class Silence {

	private final int attempt;

	private final AtomicReference<Sign> last;

	/** Whether the thread of the body waits in a call of the host. */
	private volatile boolean blocked;

	/** The last interrupt for silence, or {@code null} for none. */
	private volatile @Nullable Interrupt interrupt;

	/**
	 * Begins to measure.
	 * @param record the task
	 * @param silence the time since its last sign of life
	 * @param nanos the reading of the monotonic clock
	 */
	public Silence(BackgroundTaskRecord record, Duration silence, long nanos) {
		this.attempt = record.attempt();
		this.last = new AtomicReference<>(new Sign(TimeRules.lastSign(record), nanos - Nanos.of(silence)));
	}

	/** Whether it is that of an attempt. */
	public boolean isOf(int number) {
		return this.attempt == number;
	}

	/**
	 * Notes a sign of life; ignores it if a later one was noted.
	 * @param record the task with the sign
	 * @param nanos the reading of the monotonic clock at the sign
	 */
	public void heard(BackgroundTaskRecord record, long nanos) {
		Sign next = new Sign(TimeRules.lastSign(record), nanos);
		this.last.updateAndGet((present) -> (next.nanos() - present.nanos() < 0) ? present : next);
	}

	/** The time since the last sign of life; none while the body waits in the host. */
	public Duration at(long nanos) {
		return this.blocked ? Duration.ZERO : this.last.get().ago(nanos);
	}

	/** Notes whether the thread of the body waits in a call of the host. */
	public void blocked(boolean waits) {
		this.blocked = waits;
	}

	/** The command that checks the heartbeat timeout. */
	public TaskCommand check(Duration deadline, long nanos) {
		Sign sign = this.last.get();
		return new TaskCommand.CheckHeartbeat(deadline, sign.ago(nanos), sign.time());
	}

	/** Notes that the body is interrupted for its silence. */
	public void interrupted(long nanos) {
		this.interrupt = new Interrupt(nanos);
	}

	/**
	 * Whether the body was interrupted for its silence and gave no sign of life since.
	 */
	public boolean isSilent() {
		Interrupt noted = this.interrupt;
		return noted != null && this.last.get().nanos() - noted.nanos() < 0;
	}

	/** Whether the body was interrupted for its silence less than a time ago. */
	public boolean wasInterrupted(Duration lessThan, long nanos) {
		Interrupt noted = this.interrupt;
		return noted != null && Duration.ofNanos(nanos - noted.nanos()).compareTo(lessThan) < 0;
	}

	/**
	 * A sign of life.
	 *
	 * @param time its time in the record
	 * @param nanos the reading of the monotonic clock
	 */
	private record Sign(Instant time, long nanos) {

		Duration ago(long now) {
			return Duration.ofNanos(Math.max(0, now - this.nanos));
		}

	}

	/**
	 * An interrupt for silence.
	 *
	 * @param nanos the reading of the monotonic clock
	 */
	private record Interrupt(long nanos) {
	}

}
