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
 * <b>Synchronisation.</b> The lists of waits are replaced under the lock of
 * {@code Awaiting}. The alarms are replaced under the locks of {@code Timeouts},
 * {@code Heartbeats} and {@code StartSchedule}, each its own; the alarm that is set last
 * counts. The measurements may be read by any thread.
 */
public final class TaskTimes {

	private volatile @Nullable RunTime runTime;

	private volatile @Nullable Silence silence;

	private volatile @Nullable StartDelay startDelay;

	/** The waits of the body of the task for descendants. */
	private volatile List<Await> awaited = List.of();

	/** The waits of bodies of ancestors for the task. */
	private volatile List<Await> awaiters = List.of();

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

	/** The waits of the body of the task for descendants. */
	public List<Await> awaited() {
		return this.awaited;
	}

	/** Replaces the waits for descendants; call under the lock of {@code Awaiting}. */
	public void awaited(List<Await> waits) {
		this.awaited = List.copyOf(waits);
	}

	/** The waits of bodies of ancestors for the task. */
	public List<Await> awaiters() {
		return this.awaiters;
	}

	/** Replaces the waits for the task; call under the lock of {@code Awaiting}. */
	public void awaiters(List<Await> waits) {
		this.awaiters = List.copyOf(waits);
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

	/** Replaces the alarm of a start; call under the lock of {@code StartSchedule}. */
	public void start(Scheduled next) {
		cancel(this.start);
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

	/**
	 * One wait of a body for a descendant. Compared by identity, since two threads of a
	 * body may await the same descendant.
	 */
	public static final class Await {

		private final LocalTask awaiter;

		private final LocalTask descendant;

		/**
		 * Creates a wait.
		 * @param awaiter the task of the body
		 * @param descendant the task that it awaits
		 */
		public Await(LocalTask awaiter, LocalTask descendant) {
			this.awaiter = awaiter;
			this.descendant = descendant;
		}

		public LocalTask awaiter() {
			return this.awaiter;
		}

		public LocalTask descendant() {
			return this.descendant;
		}

	}

}
