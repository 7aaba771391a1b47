package io.github.taskhost.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

import io.github.taskhost.error.InvalidTaskArgumentException;

/**
 * The rule of the due times of a recurring schedule. Immutable.
 */
public sealed interface Schedule {

	/**
	 * Returns a schedule by a cron expression with six fields: second, minute, hour, day
	 * of the month, month, day of the week. The host needs a {@link CronTimes}; the
	 * Spring Boot starter has one.
	 * @param expression the expression, such as {@code 0 0 3 * * *}, or a macro, such as
	 * {@code @daily}
	 * @param zone the time zone of the expression
	 * @return the schedule
	 */
	static Schedule cron(String expression, ZoneId zone) {
		return new Cron(expression, zone);
	}

	/**
	 * Returns a schedule with a fixed rate. It is due first one period after it was
	 * created, and keeps its times also when runs are late.
	 * @param period the period, from a second to 3,650 days
	 * @return the schedule
	 * @throws InvalidTaskArgumentException if the period is out of its range
	 */
	static Schedule every(Duration period) {
		return new FixedRate(period);
	}

	/**
	 * Returns a schedule with a fixed delay. It is due first one delay after it was
	 * created, and then one delay after the end of each run.
	 * @param delay the delay, from a second to 3,650 days
	 * @return the schedule
	 * @throws InvalidTaskArgumentException if the delay is out of its range
	 */
	static Schedule fixedDelay(Duration delay) {
		return new FixedDelay(delay);
	}

	/**
	 * A schedule by a cron expression.
	 *
	 * @param expression the expression
	 * @param zone the time zone of the expression
	 */
	record Cron(String expression, ZoneId zone) implements Schedule {

		private static final int MAX_LENGTH = 200;

		/**
		 * Checks the length; the fields are checked by the host.
		 * @throws InvalidTaskArgumentException if the expression is blank or too long
		 */
		public Cron {
			Objects.requireNonNull(zone, "zone");
			if (expression.isBlank() || expression.length() > MAX_LENGTH) {
				throw new InvalidTaskArgumentException("The cron expression has " + expression.length()
						+ " characters or only spaces: use 1 to " + MAX_LENGTH + ", such as '0 0 3 * * *'.");
			}
		}

		@Override
		public String toString() {
			return "cron '" + this.expression + "' in " + this.zone;
		}

	}

	/**
	 * A schedule with a fixed rate.
	 *
	 * @param period the period
	 */
	record FixedRate(Duration period) implements Schedule {

		/**
		 * Checks the range.
		 * @throws InvalidTaskArgumentException if the period is out of its range
		 */
		public FixedRate {
			Periods.check("period", period);
		}

		@Override
		public String toString() {
			return "every " + this.period;
		}

	}

	/**
	 * A schedule with a fixed delay.
	 *
	 * @param delay the delay
	 */
	record FixedDelay(Duration delay) implements Schedule {

		/**
		 * Checks the range.
		 * @throws InvalidTaskArgumentException if the delay is out of its range
		 */
		public FixedDelay {
			Periods.check("delay", delay);
		}

		@Override
		public String toString() {
			return this.delay + " after each run";
		}

	}

}
