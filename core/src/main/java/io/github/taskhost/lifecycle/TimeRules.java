package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Rules of time: the run time of an attempt, its timeout, its start, and its silence.
 */
public final class TimeRules {

	private TimeRules() {
	}

	/**
	 * Computes the time that the present attempt may still run.
	 * @param record the task
	 * @param now the time
	 * @return the remaining time, not negative; empty without a timeout, or while no run
	 * time is counted
	 */
	public static Optional<Duration> timeLeft(BackgroundTaskRecord record, Instant now) {
		Duration timeout = record.timeout();
		if (timeout == null || !countsTowardsTimeout(record)) {
			return Optional.empty();
		}
		Duration left = timeout.minus(runTime(record, now));
		return Optional.of(left.isNegative() ? Duration.ZERO : left);
	}

	static boolean countsTowardsTimeout(BackgroundTaskRecord record) {
		return record.state() == BackgroundTaskState.RUNNING
				|| record.state() == BackgroundTaskState.CANCEL_REQUESTED && record.startedAt() != null;
	}

	static Duration runTime(BackgroundTaskRecord record, Instant now) {
		Duration stretch = Duration.between(record.stateSince(), now);
		return stretch.isNegative() ? record.runTime() : record.runTime().plus(stretch);
	}

	/**
	 * Computes the delay until the present attempt may start.
	 * @param record the task
	 * @param now the time
	 * @return the remaining delay; zero if it may start
	 */
	public static Duration startDelay(BackgroundTaskRecord record, Instant now) {
		Instant next = record.nextAttemptAt();
		return (next == null || !now.isBefore(next)) ? Duration.ZERO : Duration.between(now, next);
	}

	/**
	 * Computes the time until the heartbeat timeout. Heartbeats are expected while the
	 * work runs and, for reported work, also after a cancel request.
	 * @param record the task
	 * @param deadline the heartbeat timeout
	 * @param lastOutput the time of its last output, or {@code null}
	 * @param now the time
	 * @return the remaining time, not negative; empty while no heartbeat is expected
	 */
	public static Optional<Duration> silenceLeft(BackgroundTaskRecord record, Duration deadline,
			@Nullable Instant lastOutput, Instant now) {
		boolean expected = record.state() == BackgroundTaskState.RUNNING
				|| record.state() == BackgroundTaskState.CANCEL_REQUESTED && record.mode().isReported();
		if (!expected) {
			return Optional.empty();
		}
		Duration left = deadline.minus(Duration.between(lastSign(record, lastOutput), now));
		return Optional.of(left.isNegative() ? Duration.ZERO : left);
	}

	/**
	 * Finds the last sign of life of the work: a change of state, a report, or output.
	 * @param record the task
	 * @param lastOutput the time of its last output, or {@code null}
	 * @return the latest time of these
	 */
	public static Instant lastSign(BackgroundTaskRecord record, @Nullable Instant lastOutput) {
		return latest(latest(record.stateSince(), record.heartbeatAt()), lastOutput);
	}

	private static Instant latest(Instant one, @Nullable Instant other) {
		return (other != null && other.isAfter(one)) ? other : one;
	}

}
