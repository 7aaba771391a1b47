package io.github.taskhost.local.task;

import java.util.List;

import io.github.taskhost.spi.TaskTimer.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * The durations of a live task, measured on the monotonic clock, and their alarms.
 * Allocated on first use, and dropped when the task has ended or was removed: the records
 * of ended tasks have the times that people read.
 *
 * <p>
 * <b>Synchronisation.</b> The lists of awaited and awaiting tasks are replaced under the
 * lock of {@code Awaiting}. The alarms are replaced under the locks of {@code Timeouts},
 * {@code Heartbeats} and {@code StartSchedule}, each its own; the alarm that is set last
 * counts. The measurements may be read by any thread.
 */
public final class TaskTimes {

	private volatile @Nullable RunTime runTime;

	private volatile @Nullable Silence silence;

	private volatile @Nullable StartDelay startDelay;

	/** The descendants that the body of the task awaits. */
	private volatile List<LocalTask> awaited = List.of();

	/** The ancestors whose bodies await the task. */
	private volatile List<LocalTask> awaiters = List.of();

	private volatile boolean standingStill;

	private volatile @Nullable Scheduled timeout;

	private volatile @Nullable Scheduled missedHeartbeat;

	private volatile @Nullable Scheduled start;

	/** The run time of the present attempt, or {@code null} if it is not measured. */
	public @Nullable RunTime runTime() {
		return this.runTime;
	}

	public void runTime(RunTime measured) {
		this.runTime = measured;
	}

	/** The silence of the present attempt, or {@code null} if it is not measured. */
	public @Nullable Silence silence() {
		return this.silence;
	}

	public void silence(Silence measured) {
		this.silence = measured;
	}

	/** The delay of the next start, or {@code null}. */
	public @Nullable StartDelay startDelay() {
		return this.startDelay;
	}

	public void startDelay(StartDelay delay) {
		this.startDelay = delay;
	}

	/** The descendants that the body of the task awaits. */
	public List<LocalTask> awaited() {
		return this.awaited;
	}

	/** Replaces the awaited descendants; call under the lock of {@code Awaiting}. */
	public void awaited(List<LocalTask> descendants) {
		this.awaited = List.copyOf(descendants);
	}

	/** The ancestors whose bodies await the task. */
	public List<LocalTask> awaiters() {
		return this.awaiters;
	}

	/** Replaces the awaiting ancestors; call under the lock of {@code Awaiting}. */
	public void awaiters(List<LocalTask> ancestors) {
		this.awaiters = List.copyOf(ancestors);
	}

	/** Whether the timeout stands still, since an awaited descendant waits. */
	public boolean isStandingStill() {
		return this.standingStill;
	}

	public void standingStill(boolean still) {
		this.standingStill = still;
	}

	/** Replaces the alarm of the timeout; call under the lock of {@code Timeouts}. */
	public void timeout(@Nullable Scheduled next) {
		cancel(this.timeout);
		this.timeout = next;
	}

	/** Replaces the alarm of the heartbeat; call under the lock of {@code Heartbeats}. */
	public void missedHeartbeat(@Nullable Scheduled next) {
		cancel(this.missedHeartbeat);
		this.missedHeartbeat = next;
	}

	/** Sets the alarm of a start; call under the lock of {@code StartSchedule}. */
	public void start(Scheduled next) {
		this.start = next;
	}

	/** Cancels the alarm of a start; call under the lock of {@code StartSchedule}. */
	public void cancelStart() {
		cancel(this.start);
		this.start = null;
	}

	private static void cancel(@Nullable Scheduled alarm) {
		if (alarm != null) {
			alarm.cancel();
		}
	}

}
