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
	 * @return the rest, not negative; empty while the time stands still or has no bound
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
	 * @return the rest; zero when it may start
	 */
	public static Duration startDelay(BackgroundTaskRecord record, Instant now) {
		Instant next = record.nextAttemptAt();
		return (next == null || !now.isBefore(next)) ? Duration.ZERO : Duration.between(now, next);
	}

	/**
	 * Computes the time that the work may still be silent. Silence counts while the work
	 * runs and, for reported work, after a cancel request too.
	 * @param record the task
	 * @param deadline the longest silence
	 * @param lastOutput the time of its last output, or {@code null}
	 * @param now the time
	 * @return the rest, not negative; empty while no sign of life is expected
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
	 * Finds the last sign of life of the work. A report that changes the record is one,
	 * and so is output.
	 * @param record the task
	 * @param lastOutput the time of its last output, or {@code null}
	 * @return the latest of its change of state, its reports and its output
	 */
	public static Instant lastSign(BackgroundTaskRecord record, @Nullable Instant lastOutput) {
		return latest(latest(record.stateSince(), record.heartbeatAt()), lastOutput);
	}

	private static Instant latest(Instant one, @Nullable Instant other) {
		return (other != null && other.isAfter(one)) ? other : one;
	}

}
