package io.github.taskhost.schedule;

import java.time.Instant;
import java.time.ZoneId;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of cron expressions. Implementations are thread-safe.
 */
@FunctionalInterface
public interface CronTimes {

	/**
	 * Returns an evaluation that refuses all expressions.
	 * @return the evaluation
	 */
	static CronTimes none() {
		return (expression, zone, after) -> {
			throw new InvalidTaskArgumentException("This host cannot evaluate the cron expression '" + expression
					+ "'. Use Schedule.every or Schedule.fixedDelay, use the Spring Boot starter, or build the host "
					+ "with a CronTimes.");
		};
	}

	/**
	 * Returns the first time of an expression after a time.
	 * @param expression the expression
	 * @param zone the time zone of the expression
	 * @param after the time
	 * @return the first later time, or {@code null} if there is none
	 * @throws InvalidTaskArgumentException if the expression is not valid
	 */
	@Nullable Instant next(String expression, ZoneId zone, Instant after);

}
