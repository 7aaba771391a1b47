package io.github.taskhost.lifecycle.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.schedule.CronTimes;
import io.github.taskhost.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Computes due times. A fixed rate keeps its raster; a fixed delay has one due time, and
 * the next one follows from the end of its run.
 */
final class DueTimes {

	/** The largest number of missed times of an expression that are counted. */
	private static final int COUNTED = 10_000;

	/**
	 * The spans before the present in which the newest time of an expression is found.
	 */
	private static final List<Duration> SPANS = List.of(Duration.ofSeconds(1), Duration.ofMinutes(1),
			Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(31), Duration.ofDays(366));

	private final CronTimes cron;

	DueTimes(CronTimes cron) {
		this.cron = cron;
	}

	/** The first due time of a schedule that begins now, in whole milliseconds. */
	Instant first(Schedule schedule, Instant now) {
		return switch (schedule) {
			case Schedule.FixedRate rate -> inMillis(now).plus(rate.period());
			case Schedule.FixedDelay delay -> inMillis(now).plus(delay.delay());
			case Schedule.Cron expression -> {
				Instant first = next(expression, now);
				if (first == null) {
					throw new InvalidTaskArgumentException("The cron expression '" + expression.expression()
							+ "' has no time after " + now + ". Use an expression that matches a date.");
				}
				yield first;
			}
		};
	}

	private static Instant inMillis(Instant time) {
		return Instant.ofEpochMilli(time.toEpochMilli());
	}

	private @Nullable Instant next(Schedule.Cron expression, Instant after) {
		return this.cron.next(expression.expression(), expression.zone(), after);
	}

	/**
	 * The due time after another one; {@code null} for a fixed delay, and after the last
	 * time of an expression.
	 */
	@Nullable Instant after(Schedule schedule, Instant due) {
		return switch (schedule) {
			case Schedule.FixedRate rate -> due.plus(rate.period());
			case Schedule.FixedDelay delay -> null;
			case Schedule.Cron expression -> next(expression, due);
		};
	}

	/** The due times from one on, the earliest first. */
	List<Instant> from(Schedule schedule, Instant due, int count) {
		List<Instant> times = new ArrayList<>(count);
		for (Instant time = due; time != null && times.size() < count; time = after(schedule, time)) {
			times.add(time);
		}
		return times;
	}

	/** Finds the newest due time that has passed, from one that has. */
	Passed passed(Schedule schedule, Instant due, Instant now) {
		return switch (schedule) {
			case Schedule.FixedRate rate -> {
				long steps = Duration.between(due, now).dividedBy(rate.period());
				Instant newest = due.plus(rate.period().multipliedBy(steps));
				yield new Passed(newest, steps, newest.plus(rate.period()));
			}
			case Schedule.FixedDelay delay -> new Passed(due, 0, null);
			case Schedule.Cron expression -> passed(expression, due, now);
		};
	}

	private Passed passed(Schedule.Cron expression, Instant due, Instant now) {
		Instant newest = due;
		for (long missed = 0; missed < COUNTED; missed++) {
			Instant next = next(expression, newest);
			if (next == null || next.isAfter(now)) {
				return new Passed(newest, missed, next);
			}
			newest = next;
		}
		return newest(expression, newest, now);
	}

	/** Finds the newest of very many times that have passed. */
	private Passed newest(Schedule.Cron expression, Instant from, Instant now) {
		for (Duration span : SPANS) {
			Instant start = now.minus(span);
			Instant found = start.isAfter(from) ? next(expression, start) : from;
			if (found != null && !found.isAfter(now)) {
				Instant next = next(expression, found);
				while (next != null && !next.isAfter(now)) {
					found = next;
					next = next(expression, found);
				}
				return new Passed(found, COUNTED, next);
			}
		}
		return new Passed(from, COUNTED, next(expression, now));
	}

	/** The due time of a raster or an expression after a time. */
	@Nullable Instant restart(Schedule schedule, Instant due, Instant now) {
		return switch (schedule) {
			case Schedule.FixedRate rate -> {
				long steps = Duration.between(now, due).dividedBy(rate.period());
				yield due.minus(rate.period().multipliedBy(steps));
			}
			case Schedule.FixedDelay delay -> Objects.requireNonNull(first(schedule, now));
			case Schedule.Cron expression -> next(expression, now);
		};
	}

	/**
	 * Due times that have passed.
	 *
	 * @param newest the newest of them
	 * @param missed the number of those before it
	 * @param next the first one that has not passed, or {@code null}
	 */
	record Passed(Instant newest, long missed, @Nullable Instant next) {
	}

}
