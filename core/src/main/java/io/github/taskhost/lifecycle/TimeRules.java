package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * Rules of time: the run time of an attempt, its timeout, its start, and its silence. The
 * host measures durations on its monotonic clock. Rules that take a time compute a
 * duration from the times in a record: for a record from elsewhere, which the host could
 * not measure.
 */
public final class TimeRules {

	private TimeRules() {
	}

	/**
	 * Computes the time that the present attempt may still run.
	 * @param record the task
	 * @param ran the run time of the attempt so far
	 * @return the remaining time, not negative; empty without a timeout, or while no run
	 * time is counted
	 */
	public static Optional<Duration> timeLeft(BackgroundTaskRecord record, Duration ran) {
		Duration timeout = record.timeout();
		if (timeout == null || !countsTowardsTimeout(record)) {
			return Optional.empty();
		}
		return Optional.of(notNegative(timeout.minus(ran)));
	}

	/**
	 * Tells whether the present state counts towards the timeout of the attempt.
	 * @param record the task
	 * @return {@code true} while the attempt runs
	 */
	public static boolean countsTowardsTimeout(BackgroundTaskRecord record) {
		return record.state() == BackgroundTaskState.RUNNING
				|| record.state() == BackgroundTaskState.CANCEL_REQUESTED && record.startedAt() != null;
	}

	/**
	 * Tells whether a task waits, for a person as a rule. The timeout of a body stands
	 * still while a descendant that it awaits waits, itself or through descendants that
	 * it awaits in turn.
	 * @param record the task
	 * @return {@code true} in WAITING
	 */
	public static boolean waits(BackgroundTaskRecord record) {
		return record.state() == BackgroundTaskState.WAITING;
	}

	/**
	 * Computes the run time of the present attempt from the times in the record.
	 * @param record the task
	 * @param now the time
	 * @return the time that the record has, and that since its state if it counts
	 */
	public static Duration runTime(BackgroundTaskRecord record, Instant now) {
		return countsTowardsTimeout(record) ? record.runTime().plus(since(record.stateSince(), now)) : record.runTime();
	}

	/**
	 * Finds the run time that a record has after a change: that of the states before the
	 * present one.
	 * @param before the task before the change
	 * @param after the task after it
	 * @param ran the measured run time of the attempt
	 * @return the run time of the record after the change
	 */
	static Duration runTimeAfter(BackgroundTaskRecord before, BackgroundTaskRecord after, Duration ran) {
		boolean left = before.state() != after.state() && before.attempt() == after.attempt();
		return (left && countsTowardsTimeout(before)) ? ran : after.runTime();
	}

	/**
	 * Returns a record that another host has changed, with the run time that this host
	 * has measured: the other one had the times of the record alone.
	 * @param before the record that this host had
	 * @param after the changed record
	 * @param ran the measured run time of the attempt of the record before
	 * @return the record with the measured run time
	 */
	public static BackgroundTaskRecord measured(BackgroundTaskRecord before, BackgroundTaskRecord after, Duration ran) {
		if (before.attempt() != after.attempt()) {
			return after;
		}
		boolean left = before.state() != after.state() && countsTowardsTimeout(before);
		return after.toBuilder().runTime(left ? ran : before.runTime()).build();
	}

	/**
	 * Finds the earliest start of a new task.
	 * @param registration its registration
	 * @param now the time
	 * @return the time after its start delay, or its start time; the present time without
	 * both
	 */
	public static Instant firstStart(BackgroundTaskRegistration registration, Instant now) {
		if (registration.startAfter() != null) {
			return now.plus(registration.startAfter());
		}
		return (registration.startAt() != null) ? registration.startAt() : now;
	}

	/**
	 * Tells whether the start of the present attempt follows the wall clock: the caller
	 * gave an instant. Other starts are delayed by durations.
	 * @param record the task
	 * @return {@code true} for the first attempt of a task with a start time
	 */
	public static boolean startFollowsTheClock(BackgroundTaskRecord record) {
		return record.attempt() == 1 && record.registration().startAt() != null;
	}

	/**
	 * Computes the delay until the present attempt may start, from the times in the
	 * record.
	 * @param record the task
	 * @param now the time
	 * @return the remaining delay; zero if it may start
	 */
	public static Duration startDelay(BackgroundTaskRecord record, Instant now) {
		Instant next = record.nextAttemptAt();
		return (next != null) ? since(now, next) : Duration.ZERO;
	}

	/**
	 * Computes the time until the heartbeat timeout. Heartbeats are expected while the
	 * work runs and, for reported work, also after a cancel request.
	 * @param record the task
	 * @param deadline the heartbeat timeout
	 * @param silence the time since its last sign of life
	 * @return the remaining time, not negative; empty while no heartbeat is expected
	 */
	public static Optional<Duration> silenceLeft(BackgroundTaskRecord record, Duration deadline, Duration silence) {
		boolean expected = record.state() == BackgroundTaskState.RUNNING
				|| record.state() == BackgroundTaskState.CANCEL_REQUESTED && record.mode().isReported();
		return expected ? Optional.of(notNegative(deadline.minus(silence))) : Optional.empty();
	}

	/**
	 * Computes the silence of the work from the times in the record.
	 * @param record the task
	 * @param now the time
	 * @return the time since its last sign of life, not negative
	 */
	public static Duration silence(BackgroundTaskRecord record, Instant now) {
		return since(lastSign(record), now);
	}

	/**
	 * Finds the last sign of life in a record: a change of state, or a report of the
	 * work.
	 * @param record the task
	 * @return the later time of these
	 */
	public static Instant lastSign(BackgroundTaskRecord record) {
		Instant heartbeat = record.heartbeatAt();
		return (heartbeat != null && heartbeat.isAfter(record.stateSince())) ? heartbeat : record.stateSince();
	}

	private static Duration since(Instant from, Instant to) {
		return notNegative(Duration.between(from, to));
	}

	private static Duration notNegative(Duration duration) {
		return duration.isNegative() ? Duration.ZERO : duration;
	}

}
